# Events: see go; settle; ^C
import subprocess
p = subprocess.Popen("trap '' INT; echo go >/dev/tty; sleep 1; echo out", shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE)
p.communicate(b"x")

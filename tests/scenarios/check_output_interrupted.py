# Events: see go; settle; ^C
import subprocess
subprocess.check_output("trap '' INT; echo go >&2; sleep 1; echo out", shell=True)

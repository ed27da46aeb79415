# Events: see go; settle; ^C
import subprocess,sys
print('go'); sys.stdout.flush()
try: subprocess.call(['sleep','3'])
except KeyboardInterrupt: print('KI')

# Events: see go; settle; ^C
import signal,sys
print('go'); sys.stdout.flush()
signal.pause()

# Events: see go; settle; ^C; settle; ^\
import threading,sys
print('go'); sys.stdout.flush()
threading.Event().wait()

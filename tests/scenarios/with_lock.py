# Events: see go; settle; ^C; settle; ^\
import threading,sys
l=threading.Lock(); l.acquire()
print('go'); sys.stdout.flush()
with l: pass

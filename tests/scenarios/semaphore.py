# Events: see go; settle; ^C; settle; ^\
import threading,sys
s=threading.Semaphore(0)
print('go'); sys.stdout.flush()
s.acquire()

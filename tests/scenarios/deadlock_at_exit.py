# Events: see main; settle; ^\
import threading,sys
l=threading.Lock(); l.acquire()
t=threading.Thread(target=l.acquire); t.start()
print('main'); sys.stdout.flush()

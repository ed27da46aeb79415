# Events: see end; settle; ^C
import threading,time,sys,signal
def h(n,f): print('h'); sys.stdout.flush(); raise ValueError('from handler')
signal.signal(2,h)
def w(): time.sleep(1); print('w done')
threading.Thread(target=w).start()
print('end'); sys.stdout.flush()

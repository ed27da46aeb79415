# Events: see end; settle; ^C; see ^C; settle; type x\n
import os,threading,sys,signal
def h(n,f): print('h'); sys.stdout.flush(); raise ValueError('from handler')
signal.signal(2,h)
def w(): os.read(0, 9); print('w done')
threading.Thread(target=w).start()
print('end'); sys.stdout.flush()

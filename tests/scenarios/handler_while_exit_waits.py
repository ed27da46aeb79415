# Events: see main; settle; ^C; settle; ^C
import threading,time,sys,signal
def h(n,f): print('handler',n); sys.stdout.flush()
signal.signal(2,h)
def f():
    time.sleep(1.5); print('worker done')
t=threading.Thread(target=f); t.start()
print('main end'); sys.stdout.flush()

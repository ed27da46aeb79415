# Events: see main; settle; ^C; see ^C; settle; ^C; see ^C; settle; type x\n
import os,threading,sys,signal
def h(n,f): print('handler',n); sys.stdout.flush()
signal.signal(2,h)
def f():
    os.read(0, 9); print('worker done')
t=threading.Thread(target=f); t.start()
print('main end'); sys.stdout.flush()

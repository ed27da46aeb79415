import threading,time,sys
# Without globals: in 2.7 they are None by the time a thread looks at them, sometimes.
def f(sleep=time.sleep):
    while 1: sleep(0.01)
t=threading.Thread(target=f); t.daemon=True; t.start()
def g():
    while 1: pass
t=threading.Thread(target=g); t.daemon=True; t.start()
print('end')

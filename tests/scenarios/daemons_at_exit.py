import threading,time,sys
def f():
    while 1: time.sleep(0.01)
t=threading.Thread(target=f); t.daemon=True; t.start()
def g():
    while 1: pass
t=threading.Thread(target=g); t.daemon=True; t.start()
print('end')

import threading,time
def f(*a,**k): print('fired',a,k,threading.current_thread().name)
t=threading.Timer(0.1,f,[1],{'x':2}); print(t.interval,t.finished.is_set(),t.is_alive(),t.daemon); t.start(); t.join(); print(t.finished.is_set())
t=threading.Timer(5,f); t.start(); t.cancel(); t.join(); print('cancelled')
t=threading.Timer(0.05,lambda: 1/0); t.start(); t.join()

try: import thread
except ImportError: import _thread as thread
import time,sys; wait = lambda: [time.sleep(0.6)] + [time.sleep(0.01) for _ in iter(thread._count, 0)]
def f(a,b=2): raise ValueError(a)
thread.start_new_thread(f,(1,)); wait()
thread.start_new_thread(f,(),{'a':3}); wait()
thread.start_new_thread(f,()); wait()
class C(object):
    def m(self): 1/0
    def __call__(self): raise KeyError('k')
thread.start_new_thread(C().m,()); wait()
thread.start_new_thread(C(),()); wait()
thread.start_new_thread(lambda: sys.exit(3),()); wait()
thread.start_new_thread(lambda: thread.exit(),()); wait()
thread.start_new_thread(len,()); wait()
def g():
    raise KeyboardInterrupt
thread.start_new_thread(g,()); wait()
print('end')

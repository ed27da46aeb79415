try: import thread
except ImportError: import _thread as thread
import time,sys
def f(a,b=2): raise ValueError(a)
thread.start_new_thread(f,(1,)); time.sleep(0.6)
thread.start_new_thread(f,(),{'a':3}); time.sleep(0.6)
thread.start_new_thread(f,()); time.sleep(0.6)
class C(object):
    def m(self): 1/0
    def __call__(self): raise KeyError('k')
thread.start_new_thread(C().m,()); time.sleep(0.6)
thread.start_new_thread(C(),()); time.sleep(0.6)
thread.start_new_thread(lambda: sys.exit(3),()); time.sleep(0.6)
thread.start_new_thread(lambda: thread.exit(),()); time.sleep(0.6)
thread.start_new_thread(len,()); time.sleep(0.6)
def g():
    raise KeyboardInterrupt
thread.start_new_thread(g,()); time.sleep(0.6)
print('end')

try: import thread
except ImportError: import _thread as thread
import sys
over = thread.allocate_lock()
over.acquire()
class Arguments(tuple):
    # The thread lets go of them when it has told its exception.
    def __del__(self): over.release()
def start(function, arguments, keywords={}):
    thread.start_new_thread(function, Arguments(arguments), keywords)
    over.acquire()
def f(a,b=2): raise ValueError(a)
start(f,(1,))
start(f,(),{'a':3})
start(f,())
class C(object):
    def m(self): 1/0
    def __call__(self): raise KeyError('k')
start(C().m,())
start(C(),())
start(lambda: sys.exit(3),())
start(lambda: thread.exit(),())
start(len,())
def g():
    raise KeyboardInterrupt
start(g,())
print('end')

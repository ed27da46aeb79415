# Events:
from __future__ import print_function
try:
    import thread
except ImportError:
    import _thread as thread
import sys
def f(a, b=2): raise ValueError(a, b)
class Callable(object):
    def __call__(self, x): raise KeyError(x)
    def meth(self): raise IndexError
    def __repr__(self): return '<Callable!>'
over = thread.allocate_lock()
over.acquire()
class Arguments(tuple):
    # The thread lets go of them when it has told its exception.
    def __del__(self): over.release()
def run(fn, args=(), kw={}):
    thread.start_new_thread(fn, Arguments(args), kw)
    over.acquire()
run(f, (1,))
run(f, (1,), {'b': 5})
run(Callable(), (9,))
run(Callable().meth)
run(lambda: 1/0)
run(f)
run(len, (5,))
run(sys.exit, ("message",))
run(thread.exit)
run(int, ('q',))
print("end")

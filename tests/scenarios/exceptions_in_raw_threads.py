# Events:
from __future__ import print_function
try:
    import thread
except ImportError:
    import _thread as thread
import time, sys
def f(a, b=2): raise ValueError(a, b)
class Callable(object):
    def __call__(self, x): raise KeyError(x)
    def meth(self): raise IndexError
    def __repr__(self): return '<Callable!>'
def run(fn, args=(), kw={}):
    l = thread.allocate_lock()
    l.acquire()
    thread.start_new_thread(fn, args, kw)
    time.sleep(0.6); [time.sleep(0.01) for _ in iter(thread._count, 0)]
run(f, (1,))
run(f, (1,), {'b': 5})
run(Callable(), (9,))
run(Callable().meth)
run(lambda: 1/0)
run(f)
run(len, (5,))
run(sys.exit, ("message",))
run(thread.exit)
run(thread.interrupt_main if 0 else int, ('q',))
print("end")

# Events:
from __future__ import print_function
import threading, sys, time
def leaf(n):
    return 10 // n
def mid(n, **kw):
    return leaf(n - kw.get('minus', 0))
class Boom(Exception):
    def __str__(self): return "boom %r" % (self.args,)
class T(threading.Thread):
    def __init__(self, fn, *a, **k):
        super(T, self).__init__(name=k.pop('name', None))
        self.fn, self.a, self.k = fn, a, k
    def run(self):
        self.fn(*self.a, **self.k)
def raises(e): raise e
for i, (fn, a, k) in enumerate([(mid, (1,), {'minus': 1}), (raises, (Boom(1, 2),), {}), (raises, (KeyError('k'),), {}),
        (raises, (SystemExit('bye'),), {}), (raises, (SystemExit(3),), {}), (raises, (KeyboardInterrupt('kb'),), {}), (lambda: undefined_name, (), {}),
        (raises, (IOError(2, 'No such', 'f.txt'),), {}), (raises, (UnicodeDecodeError('ascii', b'\xff', 0, 1, 'bad'),), {}), (raises, (StopIteration(),), {}),
        (raises, (GeneratorExit('g'),), {}), (raises, (AssertionError(),), {})]):
    t = T(fn, *a, name="worker-%d" % i, **k)
    t.start()
    t.join()
    print(i, t.is_alive(), t.name)

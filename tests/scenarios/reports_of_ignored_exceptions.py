# Events:
from __future__ import print_function
import os, socket, sys, threading, select, time
def mk(f):
    class D(object):
        def __del__(self): f()
        def __repr__(self): return "D!"
    D.__del__.__name__ if 0 else None
    D()
    sys.stderr.flush()
    sys.stdout.flush()
s = socket.socket()
for i, f in enumerate([lambda: os.read(99, 1), lambda: {}[1], lambda: {}['a'], lambda: [][1], lambda: int('x'), lambda: open('/nonexistent'), lambda: s.recv(1), lambda: undefined, lambda: None.attr, lambda: 1 / 0, lambda: sys.exit(3), lambda: sys.exit(), lambda: next(iter([])), lambda: 'a' + 1, lambda: threading.Lock().release(), lambda: select.select([-1], [], []), lambda: time.sleep('x'), lambda: __import__('nope'), lambda: ''.encode('nocodec'), lambda: b'\xff'.decode('ascii'), lambda: (1, 2).index(3), lambda: os.kill(-99999, 0), lambda: {}.pop('k'), lambda: set().pop(), lambda: set().remove((1, 2)), lambda: len(5), lambda: eval('1 +'), lambda: (lambda x: x)(), lambda: getattr(s, 'zz'), lambda: setattr(1, 'a', 1), lambda: [1].remove(2), lambda: 10 ** 400 * 1.0, lambda: chr(-1), lambda: os.chdir('/nonexist'), lambda: {}[(1, 2)], lambda: {}[None], lambda: 1 << -1, lambda: float('z'), lambda: "%d" % 'x', lambda: "%s %s" % (1,), lambda: exec('raise KeyboardInterrupt') if 0 else globals()['raiser'](KeyboardInterrupt), lambda: raiser(ValueError('v')), lambda: raiser(ValueError), lambda: raiser(KeyError((1, 2)))] if sys.version_info[0] == 3 else [lambda: os.read(99, 1), lambda: {}[1], lambda: {}['a'], lambda: [][1], lambda: int('x'), lambda: open('/nonexistent'), lambda: s.recv(1), lambda: undefined, lambda: None.attr, lambda: 1 / 0, lambda: sys.exit(3), lambda: sys.exit(), lambda: next(iter([])), lambda: 'a' + 1, lambda: threading.Lock().release(), lambda: select.select([-1], [], []), lambda: time.sleep('x'), lambda: __import__('nope'), lambda: (1, 2).index(3), lambda: os.kill(-99999, 0), lambda: {}.pop('k'), lambda: set().pop(), lambda: set().remove((1, 2)), lambda: len(5), lambda: eval('1 +'), lambda: (lambda x: x)(), lambda: [1].remove(2), lambda: chr(-1), lambda: os.chdir('/nonexist'), lambda: {}[(1, 2)], lambda: {}[None], lambda: float('z'), lambda: "%d" % 'x', lambda: "%s %s" % (1,), lambda: raiser(KeyboardInterrupt), lambda: raiser(ValueError('v')), lambda: raiser(ValueError), lambda: raiser(KeyError((1, 2)))]):
    def raiser(e): raise e
    print(i)
    sys.stdout.flush()
    mk(f)

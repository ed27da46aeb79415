# Events:
from __future__ import print_function
import signal, os, sys, traceback
def h(n, f):
    st = []
    while f: st.append((f.f_code.co_name, f.f_lineno))
   f = f.f_back
    print(st)
signal.signal(signal.SIGUSR1, h)
def a(n):
    if n:
        return a(n - 1)
    os.kill(os.getpid(), signal.SIGUSR1)
    x = 1
a(2)
class C(object):
    def __init__(self): os.kill(os.getpid(), signal.SIGUSR1)
    def m(self): return [os.kill(os.getpid(), signal.SIGUSR1) for i in range(1)]
C().m()
list(map(lambda p: os.kill(p, signal.SIGUSR1), [os.getpid()]))
def gen():
    os.kill(os.getpid(), signal.SIGUSR1)
    yield 1
print(list(gen()))
signal.signal(signal.SIGUSR1, lambda n, f: traceback.print_stack(f, file=sys.stdout))
a(1)

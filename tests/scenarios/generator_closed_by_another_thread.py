# Events:
from __future__ import print_function
import threading
def g():
    try: yield 1
    finally: print("closed in", threading.current_thread().name)
def w():
    x = g()
    next(x)
    def inner(): y = x
t = threading.Thread(target=w, name="W"); t.start(); t.join()
cyc = []
def w2():
    x = g()
    next(x)
    cyc.append(x)
t = threading.Thread(target=w2, name="W2"); t.start(); t.join()
del cyc[:]

# Events:
from __future__ import print_function
import threading
class D(object):
    def __del__(self): raise ValueError("in del")
def f():
    d = D(); del d; print("still alive")
t = threading.Thread(target=f)
t.start()
t.join()
class E(object):
    def __init__(self): raise KeyError("ctor")
t = threading.Thread(target=E, name="E-thread"); t.start(); t.join()

# Events: see hook; settle; ^C
from __future__ import print_function
import sys, time
def hook(t, v, tb):
    print("hook", t.__name__, v); sys.stdout.flush()
    time.sleep(20)
sys.excepthook = hook
def f():
    raise RuntimeError("x")
f()

# Events:
from __future__ import print_function
import sys, threading
def hook(t, v, tb): print("HOOK", t.__name__, v)
sys.excepthook = hook
threading.Thread(target=lambda: 1/0, name="T").start()
import time
time.sleep(0.2)
raise KeyError("main")

# Events: see go; settle; ^C
from __future__ import print_function
import threading, time, sys
e = threading.Event()
print("go")
sys.stdout.flush()
def f(): return e.wait(timeout=60)
f()

# Events: see go; settle; ^C
from __future__ import print_function
import threading, time, sys
c = threading.Condition()
print("go")
sys.stdout.flush()
with c:
    c.wait(60)

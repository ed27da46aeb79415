# Events: see go; settle; ^C; see caught; settle; ^C
from __future__ import print_function
import time, sys
def a():
    try:
        print("go")
        sys.stdout.flush()
        time.sleep(20)
    except KeyboardInterrupt:
        print("caught"); sys.stdout.flush()
        b()
def b():
    time.sleep(20)
a()

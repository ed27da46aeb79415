# Events: see closing; settle; ^C
from __future__ import print_function
import time, sys
def gen():
    try:
        yield 1
        yield 2
    finally:
        print("closing"); sys.stdout.flush()
        time.sleep(20)
        print("no")
g = gen()
next(g)
del g
print("end of script")

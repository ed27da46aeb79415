# Events: see in exit; settle; ^C
from __future__ import print_function
import time, sys
class Ctx(object):
    def __enter__(self): return 42
    def __exit__(self, *exc):
        print("in exit", exc[0]); sys.stdout.flush()
        time.sleep(20)
        print("not reached")
def work():
    with Ctx() as c:
        raise KeyError(c)
try:
    work()
finally:
    print("finally", sys.exc_info()[0])

# Events: see go; settle; ^C
from __future__ import print_function
import sys, time
class K(object):
    def __hash__(self): return 1
    def __eq__(self, o):
        print("go")
        sys.stdout.flush()
        time.sleep(20)
        return True
d = {K(): 1}
try:
    d[K()] = 2
except KeyboardInterrupt:
    print("len", len(d)); raise

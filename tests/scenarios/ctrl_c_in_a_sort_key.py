# Events: see sorting; settle; ^C
from __future__ import print_function
import time, sys
L = [3, 1, 2]
def key(x):
    if x == 1:
        print("sorting", L); sys.stdout.flush()
        while 1: pass
    return x
try:
    L.sort(key=key)
except KeyboardInterrupt:
    print("ki", sorted(L), sys.exc_info()[0].__name__)
    raise

# Events: see closing; settle; ^C
from __future__ import print_function
import time, sys
def gen():
    try:
        yield 1
    except GeneratorExit:
        print("closing"); sys.stdout.flush()
        time.sleep(20)
g = gen()
next(g)
try:
    g.close()
except KeyboardInterrupt as e:
    print("got", repr(e))
    print(g.gi_frame)
    print(list(g))

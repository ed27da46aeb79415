# Events: see go; settle; ^C
from __future__ import print_function
import sys, time
class M(object):
    def __repr__(self):
        sys.stdout.write("go\n"); sys.stdout.flush()
        time.sleep(20)
        return "M"
print([M(), M()])

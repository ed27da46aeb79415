# Events: see go; settle; ^C
from __future__ import print_function
import sys, time
class M(object):
    def __str__(self):
        print("go")
        sys.stdout.flush()
        time.sleep(20)
        return "msg"
    __repr__ = __str__
raise ValueError(M())

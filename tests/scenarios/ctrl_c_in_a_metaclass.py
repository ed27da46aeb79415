# Events: see go; settle; ^C
from __future__ import print_function
import time, sys
class Meta(type):
    def __new__(mcs, name, bases, ns):
        print("go")
        sys.stdout.flush()
        time.sleep(20)
        return type.__new__(mcs, name, bases, ns)
def build():
    return [Meta(n, (object,), {}) for n in ("A", "B")]
build()

# Events: see go; settle; ^C
from __future__ import with_statement, print_function
import time, sys
class Ctx(object):
    def __init__(self, name): self.name = name
    def __enter__(self):
        print("enter", self.name); sys.stdout.flush()
        return self
    def __exit__(self, t, v, tb):
        print("exit", self.name, t, repr(v), tb is not None)
        if self.name == "inner":
            raise ValueError("from exit of " + self.name)
def inner():
    with Ctx("outer"), Ctx("inner"):
        print("go")
        sys.stdout.flush()
        time.sleep(30)
inner()

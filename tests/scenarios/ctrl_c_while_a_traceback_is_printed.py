# Events: see Traceback; settle; ^C
import time, sys
class Slow(Exception):
    def __str__(self):
        time.sleep(20)
        return "slow"
def f():
    raise Slow()
f()

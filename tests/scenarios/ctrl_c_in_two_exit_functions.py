# Events: see first; settle; ^C; see second; settle; ^C
from __future__ import print_function
import atexit, time, sys
def slow(name, n=20):
    print(name)
    sys.stdout.flush()
    time.sleep(n)
    print("done", name)
atexit.register(slow, "third", n=0)
atexit.register(slow, "second")
atexit.register(slow, "first")
print("main done")

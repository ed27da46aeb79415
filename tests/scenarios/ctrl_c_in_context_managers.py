# Events: see go; settle; ^C
from __future__ import print_function
import contextlib, time, sys
@contextlib.contextmanager
def tag(name):
    print("<%s>" % name)
    try:
        yield name
    except KeyboardInterrupt:
        print("swallowed in", name)
    finally:
        print("</%s>" % name)
with tag("a") as a:
    with tag("b") as b:
        print("go")
        sys.stdout.flush()
        time.sleep(20)
    print("after b")
print("after a")

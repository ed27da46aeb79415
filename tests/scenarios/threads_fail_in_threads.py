# Events:
from __future__ import print_function
import threading
def lvl(n):
    t = threading.Thread(target=lvl if n else lambda: {}[n], args=(n - 1,) if n else (), name="lvl%d" % n); t.start(); t.join()
    if n == 2: raise RuntimeError("after children")
lvl(3)

# Events:
from __future__ import print_function
import threading, time
l = list(range(50))
ev = threading.Event()
go = threading.Event()
def key(x):
    ev.set()
    go.wait()
    return -x
res = []
def s():
    try: l.sort(key=key)
    except ValueError as e: res.append(str(e))
t = threading.Thread(target=s)
t.start()
ev.wait()
print(len(l), l[:3]); l.append(1); go.set(); t.join(); print(res, len(l), l[:3])

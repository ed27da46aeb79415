# Events:
from __future__ import print_function
import threading
r = threading.RLock()
def fact(n):
    with r:
        return 1 if n < 2 else n * fact(n - 1)
res = []
ts = [threading.Thread(target=lambda k=k: res.append(fact(k))) for k in range(1, 8)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(res))
def other(): print(r.acquire(False) if False else r.acquire(blocking=0))
r.acquire()
r.acquire()
t = threading.Thread(target=other)
t.start()
t.join()
r.release()
r.release()
def rel():
    try: r.release()
    except RuntimeError as e: print(e)
r.acquire()
t = threading.Thread(target=rel)
t.start()
t.join()
print(repr(r).split(' at ')[0].split('(')[0])

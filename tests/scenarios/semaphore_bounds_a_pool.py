# Events:
from __future__ import print_function
import threading, time
s = threading.BoundedSemaphore(3); active = []; peak = [0]; lk = threading.Lock()
def w(i):
    with s:
        with lk: active.append(i); peak[0] = max(peak[0], len(active))
        time.sleep(0.02)
        with lk: active.remove(i)
ts = [threading.Thread(target=w, args=(i,)) for i in range(9)]
[t.start() for t in ts]; [t.join() for t in ts]
print(peak[0], active)
try: s.release()
except ValueError as e: print(e)
print(s.acquire(False), s.acquire(blocking=False), s.acquire(0), s.acquire(False))

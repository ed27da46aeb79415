# Events:
from __future__ import print_function
import threading, random
try: import Queue as queue
except ImportError: import queue
q = queue.Queue(5); out = []; lock = threading.Lock(); DONE = object()
def prod(n):
    for i in range(n): q.put((threading.current_thread().name, i))
def cons():
    while True:
        item = q.get()
        try:
            if item is DONE: break
            with lock: out.append(item)
        finally: q.task_done()
ps = [threading.Thread(target=prod, args=(50,), name="p%d" % i) for i in range(3)]
cs = [threading.Thread(target=cons) for i in range(4)]
for t in ps + cs: t.start()
for t in ps: t.join()
for t in cs: q.put(DONE)
q.join()
for t in cs: t.join()
print(len(out), all([i for n, i in out if n == "p%d" % k] != [] for k in range(3)), q.empty(), q.qsize(), q.full(), q.unfinished_tasks)

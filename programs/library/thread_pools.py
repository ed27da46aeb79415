# Pools of threads by the names of multiprocessing.
#
#   gilpy --profile 2.7 programs/library/thread_pools.py
#   gilpy --profile 3.2 programs/library/thread_pools.py
#

from multiprocessing.pool import ThreadPool
from multiprocessing.dummy import Pool, Process, Queue, Pipe, Lock
import multiprocessing, threading, time
def square(x): return x * x
def fail(x):
    if x == 3: raise ValueError("three")
    return x
p = ThreadPool(3)
print(p.map(square, range(10)), p.apply(square, (4,)), list(p.imap(square, range(5))), sorted(p.imap_unordered(square, range(5))), list(p.imap(square, range(7), 3)), p.map(square, []))
r = p.apply_async(square, (5,)); print(r.get(timeout=2), r.ready(), r.successful())
try: p.map(fail, range(5))
except ValueError as e: print("raised", e)
hits = []
r = p.map_async(square, [1, 2], callback=hits.append); r.wait(); time.sleep(0.05); print(hits)
try: p.apply_async(time.sleep, (0.2,)).get(timeout=0.01)
except multiprocessing.TimeoutError as e: print("timeout")
it = p.imap(fail, range(5)); print(next(it), next(it), next(it))
try: next(it)
except ValueError as e: print(e)
print(next(it))
try: print(next(it))
except StopIteration: print("stop")
p.close()
try: p.map(square, [1])
except AssertionError: print("closed")
p.join()
try: ThreadPool(0)
except ValueError as e: print(e)
q = Queue()
def work(q, n): q.put(n)
ps = [Process(target=work, args=(q, i)) for i in range(3)]
for x in ps: x.start()
for x in ps: x.join()
print(sorted(q.get() for x in ps), ps[0].exitcode)
a, b = Pipe(); a.send([1]); print(b.recv(), b.poll())
pool = Pool(2); print(pool.map(len, ["a", "bb"])); pool.terminate(); pool.join()

# Futures: calls made by a pool of threads.
#
#   gilpy --profile 3.2 programs/library/futures.py
#
# At the end the program waits for the last call, and its result is raised.

from concurrent.futures import ThreadPoolExecutor, Future, wait, as_completed, FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, TimeoutError, ProcessPoolExecutor
import threading, time
def square(x): return x * x
def fail(x): raise ValueError("bad %s" % x)
with ThreadPoolExecutor(max_workers=3) as ex:
    print(list(ex.map(square, range(6))), list(ex.map(pow, [2, 3], [4, 5])))
    f = ex.submit(square, 7); print(f.result(), f.done(), f.running(), f.cancelled(), f.cancel(), f.exception())
    g = ex.submit(fail, 1); print(repr(g.exception()))
    try: g.result()
    except ValueError as e: print("raised", e)
    fs = [ex.submit(square, i) for i in range(4)]
    print(sorted(f.result() for f in as_completed(fs)))
    d = wait(fs + [g]); print(len(d.done), len(d.not_done))
    try: list(ex.map(fail, [5]))
    except ValueError as e: print(e)
    hits = []
    f = ex.submit(square, 3); f.add_done_callback(lambda f: hits.append(f.result())); f.result(); time.sleep(0.05); print(hits)
    f.add_done_callback(lambda f: hits.append("again")); print(hits)
try: ex.submit(square, 1)
except RuntimeError as e: print(e)
gate = threading.Event()
ex = ThreadPoolExecutor(1)
a = ex.submit(gate.wait); b = ex.submit(square, 5); c = ex.submit(square, 6)
while not a.running(): time.sleep(0.01)
print(b.cancel(), b.cancelled(), b.done(), a.cancel(), b.cancel())
try: b.result()
except CancelledError as e: print("cancelled", repr(e))
try: a.result(timeout=0.02)
except TimeoutError as e: print("timeout", repr(e))
try: list(as_completed([a, c], timeout=0.02))
except TimeoutError as e: print(e)
print(sorted(map(len, wait([a, c], timeout=0.02))))
threading.Timer(0.1, gate.set).start()
print([len(x) for x in wait([a, b, c], return_when=FIRST_COMPLETED)][0] >= 1, c.result())
print([len(x) for x in wait([a, b, c])])
ex.shutdown()
f = Future(); print(repr(f).split(" at ")[0], f.set_running_or_notify_cancel(), f.running(), f.set_result(1), f.result())
print(repr(f).split("state")[1], repr(g).split("state")[1], repr(b).split("state")[1], repr(Future()).split("state")[1])
try: f.set_running_or_notify_cancel()
except Exception as e: print(type(e).__name__)
f = Future()
def bad(f): raise KeyError("cb")
f.add_done_callback(bad); f.set_result(1)
try: wait([Future()], return_when="WHAT")
except ValueError as e: print(e)
slow = ThreadPoolExecutor(2)
slow.submit(lambda: (time.sleep(0.1), print("at the end")))
def deep(): return square(None)
ThreadPoolExecutor(1).submit(deep).result()

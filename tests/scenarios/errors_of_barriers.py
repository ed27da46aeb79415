# Events:
import threading, traceback, sys
def tr(f):
    try: f()
    except Exception: traceback.print_exc(file=sys.stdout)
b = threading.Barrier(2)
tr(lambda: b.wait(0.05)); print(b.broken, b.n_waiting); tr(b.wait); b.reset(); print(b.broken)
def abort(): raise ValueError("action")
b2 = threading.Barrier(1, action=abort)
tr(b2.wait)
print(b2.broken)
tr(b2.wait)
b3 = threading.Barrier(3, lambda: print("action", threading.current_thread().name != ''), timeout=5)
res = []
ts = [threading.Thread(target=lambda: res.append(b3.wait())) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(res))
t = threading.Thread(target=lambda: tr(b3.wait)); t.start()
while b3.n_waiting < 1: pass
b3.abort()
t.join()
print(b3.broken)
tr(lambda: threading.Lock().acquire(False, 1)); tr(lambda: threading.Lock().acquire(True, -2)); tr(lambda: threading.Lock().acquire(timeout=1e100)); tr(lambda: threading.RLock().acquire(0, 3)); print(threading.TIMEOUT_MAX)

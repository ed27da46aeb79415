import threading
for L in (threading.Lock,threading.RLock,threading.Semaphore,threading.BoundedSemaphore,threading.Condition,threading.Event):
    l=L()
    print(sorted(n for n in dir(l) if not n.startswith('__')))
    for g in (lambda: l.release(), lambda: l.__exit__(None,None,None), lambda: l.acquire(), lambda: l.acquire(0), lambda: l.release(), lambda: l.release(), lambda: l.notify(), lambda: l.wait(0), lambda: l.locked(), lambda: l.__enter__(), lambda: l.release(1)):
        try: print(g())
        except BaseException as e: print(type(e).__name__,e.args)
for g in (lambda: threading.Semaphore(-1), lambda: threading.Semaphore(value='x'), lambda: threading.Condition(5), lambda: threading.Timer(), lambda: threading.Timer('x',print), lambda: threading.Barrier(0)):
    try: print(g().__class__)
    except BaseException as e: print(type(e).__name__,e.args)

import threading
try: import thread
except ImportError: import _thread as thread
started, go_on = thread.allocate_lock(), thread.allocate_lock()
started.acquire()
go_on.acquire()
def f():
    t = threading.current_thread()
    print(t, t.name, t.daemon, t.is_alive(), type(t))
    print(len(threading.enumerate()))
    try: t.join()
    except BaseException as e: print(type(e), e)
    started.release()
    go_on.acquire()
thread.start_new_thread(f, ())
started.acquire()
print(threading.enumerate(), threading.active_count(), threading.activeCount())
try: threading.enumerate()[1].join(0.1)
except BaseException as e: print(type(e), e)
print(threading.currentThread())

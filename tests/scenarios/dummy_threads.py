import threading
try: import thread
except ImportError: import _thread as thread
import time
def f():
    t=threading.current_thread(); print(t, t.name, t.daemon, t.is_alive(), type(t)); print(len(threading.enumerate()))
    try: t.join()
    except BaseException as e: print(type(e),e)
thread.start_new_thread(f,()); time.sleep(0.2); print(threading.enumerate(),threading.active_count(),threading.activeCount())
def g():
    try: threading.enumerate()[1].join(0.1)
    except BaseException as e: print(type(e),e)
thread.start_new_thread(g,()); time.sleep(0.3)
print(threading.currentThread())

# Events:
from __future__ import print_function
import threading, sys, traceback
try: import Queue as queue
except ImportError: import queue
def tr(f):
    try: f()
    except Exception: traceback.print_exc(file=sys.stdout)
q = queue.Queue(1)
tr(lambda: q.get(False)); tr(q.get_nowait); tr(lambda: q.get(timeout=0.05)); q.put(1); tr(lambda: q.put_nowait(2)); tr(lambda: q.put(1, True, 0.05)); tr(lambda: q.get(timeout=-1)); q.get(); q.task_done(); tr(q.task_done); tr(lambda: q.get(timeout=-1)) ; tr(lambda: q.put(1, timeout=-1))
tr(threading.Lock().release); tr(threading.RLock().release); tr(threading.BoundedSemaphore(1).release); tr(lambda: threading.Semaphore(-1)); tr(threading.Condition().notify); tr(threading.Condition().wait); tr(threading.Condition().notify_all)
tr(lambda: threading.Thread().join()); tr(lambda: threading.Thread(group=1)); tr(lambda: threading.stack_size(10)); tr(lambda: threading.stack_size(-1)); tr(lambda: threading.stack_size('a'))

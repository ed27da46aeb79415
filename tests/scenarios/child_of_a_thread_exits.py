# Events:
from __future__ import print_function
import threading, os, sys
def f():
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        print("child:", threading.current_thread().name, threading.active_count(), type(threading.current_thread()).__name__); sys.stdout.flush()
        raise SystemExit(4)
    print("status", os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
t = threading.Thread(target=f, name="forker"); t.start(); t.join()

# Events: see go; settle; kill 10; see handler over; settle; ^C
from __future__ import print_function
import threading, signal, time, sys
def w(): print("in thread", threading.current_thread().name)
def h(n, f):
    t = threading.Thread(target=w, name="from-%d" % n); t.start(); t.join()
    print("handler over"); sys.stdout.flush()
signal.signal(signal.SIGUSR1, h)
print("go")
sys.stdout.flush()
try:
    while 1: time.sleep(10)
except KeyboardInterrupt:
    print("threads", threading.active_count())

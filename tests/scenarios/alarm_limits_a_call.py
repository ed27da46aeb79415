# Events:
from __future__ import print_function
import signal, time
class Timeout(Exception): pass
def h(n, f): raise Timeout("after %d" % n)
signal.signal(signal.SIGALRM, h)
def limited(fn, *a):
    signal.alarm(1)
    try:
        return fn(*a)
    except Timeout as e:
        return "timeout: %s" % e
    finally:
        print("left", signal.alarm(0))
def spin():
    while True: pass
print(limited(spin)); print(limited(time.sleep, 5)); print(limited(int, '3'))
signal.setitimer(signal.ITIMER_REAL, 0.1)
spin()

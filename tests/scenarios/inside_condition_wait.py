# Events:
# What threading's Condition.wait() is made of: in 2.7 sleeps that grow up to 50 ms, by a clock of our own here; in 3.2 a wait for a
# lock, which leaves its waiter behind when it is interrupted. The outer lock is held afterwards in either case.
from __future__ import print_function
import signal, sys, threading
condition = threading.Condition()
if sys.version_info < (3,):
    now, sleeps = [0.0], []
    def sleep(seconds):
        sleeps.append(seconds)
        now[0] += seconds
        if len(sleeps) > 20: raise KeyboardInterrupt
    threading._time, threading._sleep = lambda: now[0], sleep
    with condition:
        print(condition.wait(0.2))
        print(["%.4f" % seconds for seconds in sleeps])
        try:
            condition.wait(1000)
        except KeyboardInterrupt:
            print("interrupted,", condition._is_owned())
else:
    def stop(number, frame):
        if len(condition._waiters) > before: raise KeyboardInterrupt
        # Too early.
        signal.setitimer(signal.ITIMER_REAL, 0.5)
    signal.signal(signal.SIGALRM, stop)
    for timeout in None, 1000:
        with condition:
            before = len(condition._waiters)
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            try:
                condition.wait(timeout)
            except KeyboardInterrupt:
                print("interrupted,", condition._is_owned(), len(condition._waiters))

# A signal during lock.acquire(), with a handler that raises: who has the lock afterwards?
#
#   gilpy --profile 2.7 programs/signals/lock_after_the_signal.py
#   gilpy --profile 3.2 programs/signals/lock_after_the_signal.py
#
# See: 2.7: the exception comes only when the lock has been got, right after the call, so the assignment does not happen and
# the lock is held by nobody who knows. 3.2: the exception comes out of the wait, within the alarm's time, and the lock was not got.

import signal
import threading
import time


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop('raised by the handler')

lock = threading.Lock()
lock.acquire()
releaser = threading.Timer(1.5, lock.release)
releaser.start()
signal.signal(signal.SIGALRM, stop)
signal.setitimer(signal.ITIMER_REAL, 0.2)
start = time.time()
got = 'no result'
try:
    got = lock.acquire()
except Stop as error:
    waited = time.time() - start
    print(error)
    print('before the lock was free: %s' % (waited < 1.3))
    print('result: %s, the lock is held: %s' % (got, lock.locked()))
releaser.join()
print('now it is held: %s' % lock.locked())

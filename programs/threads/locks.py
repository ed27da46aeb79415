# Locks: what they refuse.
#
#   gilpy --profile 2.7 programs/threads/locks.py
#   gilpy --profile 3.2 programs/threads/locks.py
#
# See: any thread may release a plain lock, only its owner an RLock. A timeout is a TypeError in 2.7: its locks have none.

import threading
import time

lock = threading.Lock()
print([lock.acquire(), lock.locked(), lock.acquire(False)])
lock.release()
try:
    lock.release()
except threading.ThreadError as error:
    print(error)
with lock:
    print(lock.locked())

lock.acquire()
threading.Timer(0.05, lock.release).start()
lock.acquire()
print('released by another thread')

start = time.time()
for arguments in ((True, 0.1), (False, 1), (True, -5), (True, 1e300)):
    try:
        print(lock.acquire(*arguments))
    except (TypeError, ValueError, OverflowError) as error:
        print('%s: %s' % (error.__class__.__name__, error))
print(time.time() - start < 10)

again = threading.RLock()
print([bool(again.acquire()), bool(again.acquire()), bool(again.acquire(False))])
for _ in range(3):
    again.release()
try:
    again.release()
except RuntimeError as error:
    print(error)


def not_mine():
    print(bool(again.acquire(False)))
    try:
        again.release()
    except RuntimeError as error:
        print(error)

again.acquire()
thread = threading.Thread(target=not_mine)
thread.start()
thread.join()

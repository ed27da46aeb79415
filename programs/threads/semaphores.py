# Semaphores: at most so many at a time.
#
#   gilpy programs/threads/semaphores.py
#
# See: never more than three inside; a bounded one refuses to be released too often.

import threading
import time

three = threading.Semaphore(3)
lock = threading.Lock()
inside = [0]
most = [0]


def work():
    with three:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        with lock:
            inside[0] -= 1

threads = [threading.Thread(target=work) for _ in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([inside[0], 1 <= most[0] <= 3])
print([three.acquire(False) for _ in range(4)])
try:
    threading.Semaphore(-1)
except ValueError as error:
    print(error)
bounded = threading.BoundedSemaphore(1)
bounded.acquire()
bounded.release()
try:
    bounded.release()
except ValueError as error:
    print(error)

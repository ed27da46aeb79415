# The main thread is done. Argument "daemons": daemon threads are in the middle of everything. Argument "deadlock": another
# thread waits for a lock that nobody will free.

import sys
import threading
import time

lock = threading.Lock()
lock.acquire()


def compute():
    while True:
        sorted(range(50))


def sleep():
    while True:
        time.sleep(0.0001)


def wait():
    lock.acquire()


def log():
    while True:
        with other:
            time.sleep(0)

other = threading.RLock()
if sys.argv[1] == 'daemons':
    for target in [compute, sleep, wait, log] * 3:
        one = threading.Thread(target=target)
        one.daemon = True
        one.start()
    time.sleep(0.05)
else:
    threading.Thread(target=wait).start()
print('ok')
sys.stdout.flush()

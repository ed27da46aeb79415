# A cure for 2.7: a lock is tried without blocking, with short sleeps in between.
#
#   gilpy --profile 2.7 programs/signals/cure_nonblocking_lock.py
#   gilpy --profile 3.2 programs/signals/cure_nonblocking_lock.py
#
# Press Ctrl-C, or wait for two seconds.
#
# Both: at Ctrl-C "stopping" within 50 ms. This is what the library of 2.7 does itself in each wait with a timeout: the sleeps
# get longer, up to 50 ms, so that a short wait is served quickly and a long one costs little.

import sys
import threading
import time

seconds = float(sys.argv[1]) if sys.argv[1:] else 2
running = True
done = threading.Lock()
done.acquire()


def work():
    end = time.time() + seconds
    while running and time.time() < end:
        pass
    done.release()


def acquire_interruptibly(lock):
    delay = 0.0005
    while not lock.acquire(False):
        delay = min(delay * 2, 0.05)
        time.sleep(delay)

worker = threading.Thread(target=work)
worker.start()
sys.stdout.write('working\n')
sys.stdout.flush()
try:
    acquire_interruptibly(done)
    print('the worker has released the lock')
except KeyboardInterrupt:
    print('stopping')
    running = False
worker.join()
print('the worker has ended')

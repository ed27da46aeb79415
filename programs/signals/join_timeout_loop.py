# A join() with a timeout can be interrupted, in both versions.
#
#   gilpy --profile 2.7 programs/signals/join_timeout_loop.py
#   gilpy --profile 3.2 programs/signals/join_timeout_loop.py
#
# Press Ctrl-C.
#
# 2.7: KeyboardInterrupt within 50 ms. A lock of 2.7 knows no timeout, so Condition.wait() tries it again and again and
#      sleeps in between; the handler runs after one of these sleeps. (Look at the processor time of such a program: it
#      wakes twenty times a second for nothing.) The traceback shows the sleep.
# 3.2: KeyboardInterrupt at once; one wait with a timeout.
# Both: the worker is a daemon, so nothing is waited for at exit. Status 1.

import sys
import threading


def work():
    while True:
        pass

worker = threading.Thread(target=work)
worker.daemon = True
worker.start()
sys.stdout.write('working\n')
sys.stdout.flush()
while worker.is_alive():
    worker.join(1000)

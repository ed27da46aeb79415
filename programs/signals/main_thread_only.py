# Signal handlers belong to the main thread: only it may set them, and only it runs them.
#
#   gilpy programs/signals/main_thread_only.py
#
# See: signal.signal() in another thread is a ValueError; a signal sent by a worker is handled in the main thread.

import os
import signal
import threading
import time

where = []


def on_signal(number, frame):
    where.append(threading.current_thread().name)


def work():
    try:
        signal.signal(signal.SIGUSR1, on_signal)
    except ValueError as error:
        print('%s' % error)
    os.kill(os.getpid(), signal.SIGUSR1)

signal.signal(signal.SIGUSR1, on_signal)
worker = threading.Thread(target=work)
worker.start()
while not where:
    time.sleep(0.01)
worker.join()
print('handled in %s' % where[0])
print(signal.getsignal(signal.SIGUSR1) is on_signal)
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is on_signal)
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN)
for wrong in ((0, on_signal), (65, on_signal), (signal.SIGUSR1, 'no function')):
    try:
        signal.signal(*wrong)
    except (ValueError, TypeError) as error:
        print('%s: %s' % (error.__class__.__name__, error))

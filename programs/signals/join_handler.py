# A signal handler that would stop the worker, if only it were called.
#
#   gilpy --profile 2.7 programs/signals/join_handler.py
#   gilpy --profile 3.2 programs/signals/join_handler.py
#
# Press Ctrl-C. Under 2.7 end it with Ctrl-\.
#
# 2.7: the handler is not called. Main is in join() and waits for the worker, the worker waits for the flag, and the flag
#      is cleared by nobody. A signal does not wake a lock of 2.7.
# 3.2: SIGNAL is printed at once, the worker sees the flag, join() returns, status 0.

import signal
import sys
import threading

running = True


def work():
    while running:
        pass


def on_signal(number, frame):
    global running
    print('SIGNAL')
    running = False

signal.signal(signal.SIGINT, on_signal)
threads = [threading.Thread(target=work) for _ in range(1)]
for thread in threads:
    thread.start()
sys.stdout.write('working\n')
sys.stdout.flush()
for thread in threads:
    thread.join()
print('all joined')

# Ctrl-C while the main thread joins a worker that ends by itself, after about three seconds.
#
#   gilpy --profile 2.7 programs/signals/join_finite.py
#   gilpy --profile 3.2 programs/signals/join_finite.py
#
# Press Ctrl-C, several times at once.
#
# 2.7: nothing until the worker has ended; then the handler is called ONCE, for all of them: what a signal leaves behind is
#      a mark, not a count.
# 3.2: the handler is called at each press, in the middle of join(), which goes on waiting afterwards.

import signal
import sys
import threading
import time

seconds = float(sys.argv[1]) if sys.argv[1:] else 3
calls = []


def on_signal(number, frame):
    calls.append(time.time())
    sys.stdout.write('handler: call %d\n' % len(calls))
    sys.stdout.flush()


def work():
    end = time.time() + seconds
    while time.time() < end:
        pass
    sys.stdout.write('worker ends\n')
    sys.stdout.flush()

signal.signal(signal.SIGINT, on_signal)
worker = threading.Thread(target=work)
worker.start()
sys.stdout.write('joining\n')
sys.stdout.flush()
worker.join()
print('joined; the handler was called %d times' % len(calls))

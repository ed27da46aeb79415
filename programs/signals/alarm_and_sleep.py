# A signal ends a sleep early.
#
#   gilpy programs/signals/alarm_and_sleep.py
#
# See: sleep(60) returns after a second or less, when the handler has run; it does not sleep on for the rest of the time.
# (That it does is newer: 3.5.)

import signal
import time

ran = []
signal.signal(signal.SIGALRM, lambda number, frame: ran.append(number == signal.SIGALRM))
start = time.time()
signal.setitimer(signal.ITIMER_REAL, 0.2)
time.sleep(60)
print([ran, time.time() - start < 30])
start = time.time()
signal.setitimer(signal.ITIMER_REAL, 0.2)
signal.pause()
print([ran, time.time() - start < 30])


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop('raised by the handler')

signal.signal(signal.SIGALRM, stop)
signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    while True:
        pass
except Stop as error:
    print(error)

# select() and poll(): what they wait for, and what a signal does to them.
#
#   gilpy --profile 2.7 programs/signals/select_and_poll.py
#   gilpy --profile 3.2 programs/signals/select_and_poll.py
#
# See: a signal ends the wait. The handler runs first; then the call gives the error "Interrupted system call", or what the
# handler raised in its place. Nothing takes the wait up again.

import os
import select
import signal
import sys
import time


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception:
        kind, error = sys.exc_info()[:2]
        return '%s: %s' % (kind.__name__, error)


reader, writer = os.pipe()
print(select.select([reader], [writer], [], 0) == ([], [writer], []))
os.write(writer, b'x')
print(select.select([reader, reader], [], [], 5) == ([reader, reader], [], []))
start = time.time()
print(select.select([], [], [], 0.05))
print(time.time() - start > 0.04)

poll = select.poll()
poll.register(reader, select.POLLIN)
print(poll.poll(0) == [(reader, select.POLLIN)])
poll.modify(reader, select.POLLOUT)
print(poll.poll(0))
poll.unregister(reader)
print(attempt(poll.modify, reader, 1))
print(attempt(poll.unregister, 77))
print(attempt(poll.poll, 'x'))


class NoNumber(object):
    def fileno(self):
        return 'x'


class Number(object):
    def fileno(self):
        return reader

number = Number()
print(select.select([number], [], [], 5)[0] == [number])
for arguments in ((1, 2, 3), ([-1], [], []), ([2000], [], []), ([NoNumber()], [], []), ([], [], [], 'x'),
                  ([], [], [], -1), ([], []), ([900], [], [], 0)):
    print(attempt(select.select, *arguments))


def on_alarm(number, frame):
    print('handler')

signal.signal(signal.SIGALRM, on_alarm)
for wait in (lambda: select.select([], [], [], 60), lambda: select.poll().poll(60000)):
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    print(attempt(wait))


def on_alarm_raise(number, frame):
    raise ValueError('from the handler')

signal.signal(signal.SIGALRM, on_alarm_raise)
for wait in (lambda: select.select([], [], [], 60), lambda: select.poll().poll(60000)):
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    print(attempt(wait))
print(time.time() - start < 30)

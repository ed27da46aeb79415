# The module signal: what it takes, what it gives back, and what it refuses.
#
#   gilpy --profile 2.7 programs/signals/signal_module.py
#   gilpy --profile 3.2 programs/signals/signal_module.py
#
# See: each signal has a number and an action; setting one gives back the one before. KILL and STOP cannot be set.

import signal
import sys


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception:
        kind, error = sys.exc_info()[:2]
        return '%s: %s' % (kind.__name__, error)


def handler(number, frame):
    print('%d in %s' % (number, frame.f_code.co_name))

print(signal.NSIG)
print(sorted(name for name in dir(signal) if name.startswith('SIG')))
print([signal.SIGINT, signal.SIGALRM, signal.SIGTERM, signal.SIG_DFL, signal.SIG_IGN])
print(signal.signal(signal.SIGUSR1, handler) == signal.SIG_DFL)
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler)
print(signal.signal(signal.SIGUSR1, signal.SIG_DFL) == signal.SIG_IGN)
for number, action in ((0, 0), (65, 0), ('a', 0), (2, 5), (2, True), (2, 1.0), (9, 0), (9, handler), (32, 0)):
    print(attempt(signal.signal, number, action))
for number in (0, 2.5, 9, 32, 64):
    print(attempt(signal.getsignal, number))
try:
    signal.default_int_handler('any', 'arguments')
except KeyboardInterrupt:
    print('KeyboardInterrupt')

print([int(number) for number in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)])
print(attempt(signal.setitimer, 5, 1))
print(attempt(signal.setitimer, signal.ITIMER_REAL, -1))
print(attempt(signal.setitimer, signal.ITIMER_REAL, 'x'))
print(attempt(signal.getitimer, 7))
print(issubclass(signal.ItimerError, IOError))
print(signal.setitimer(signal.ITIMER_VIRTUAL, 1000, 2.5))
left, interval = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
print([990 < left < 1001, interval])
print(signal.getitimer(signal.ITIMER_VIRTUAL))
print(signal.alarm(100))
print(signal.alarm(0))
print(attempt(signal.siginterrupt, 0, 1))
print(attempt(signal.siginterrupt, 32, 1))
print(attempt(signal.siginterrupt, signal.SIGUSR1, False))
print(attempt(signal.set_wakeup_fd, 999))
print(attempt(signal.pause, 1))


def wait():
    signal.pause()

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
wait()

# A signal leaves a mark, not a count; and marks are gone through in the order of the signals' numbers.
#
#   gilpy programs/signals/marks_not_counts.py
#
# See: the handlers of SIGINT (2), SIGUSR1 (10), SIGUSR2 (12) and SIGTERM (15) run in this order and once each, though the
# signals were sent in another order, and three times. A handler that takes long is when that can be seen: while it
# runs, no other runs, and what comes is only marked.

import os
import signal

calls = []
names = dict((getattr(signal, name), name) for name in ('SIGHUP', 'SIGINT', 'SIGUSR1', 'SIGUSR2', 'SIGTERM'))


def on_signal(number, frame):
    calls.append(names[number])
    if number == signal.SIGHUP:
        for round in range(3):
            for name in ('SIGTERM', 'SIGUSR2', 'SIGINT', 'SIGUSR1'):
                os.kill(os.getpid(), getattr(signal, name))
        calls.append('SIGHUP ends')

for number in names:
    signal.signal(number, on_signal)
os.kill(os.getpid(), signal.SIGHUP)
while len(calls) < 6:
    pass
for i in range(1000):
    pass
print('\n'.join(calls))

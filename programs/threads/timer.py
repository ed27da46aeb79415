# Timers: functions called later, by a thread each.
#
#   gilpy programs/threads/timer.py
#
# See: the shorter one first; the cancelled one never.

import threading

log = []
done = threading.Event()


def note(what, last=False):
    log.append(what)
    if last:
        done.set()

timers = [threading.Timer(0.6, note, ['late'], {'last': True}), threading.Timer(0.1, note, ['early']),
          threading.Timer(0.3, note, ['cancelled'])]
for timer in timers:
    timer.start()
timers[2].cancel()
print(done.wait(30))
for timer in timers:
    timer.join()
print(log)

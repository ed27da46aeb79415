# Events:
# A handler that raises strands the mark of the next signal. Setting that signal's handler keeps the mark in 2.7, and takes it
# away in 3.2.
from __future__ import print_function
import functools, os, signal
class Stop(Exception): pass
happened = []
def stop(number, frame): raise Stop
signal.signal(signal.SIGUSR1, stop)
signal.signal(signal.SIGUSR2, lambda number, frame: happened.append("old"))
both = [functools.partial(os.kill, os.getpid(), number) for number in (signal.SIGUSR2, signal.SIGUSR1)]
try:
    list(map(functools.partial.__call__, both))
    for i in range(1000): pass
except Stop:
    happened.append("stopped")
for i in range(1000): pass
signal.signal(signal.SIGUSR2, lambda number, frame: happened.append("new"))
for i in range(1000): pass
happened.append("set")
signal.signal(signal.SIGUSR1, lambda number, frame: happened.append("another"))
os.kill(os.getpid(), signal.SIGUSR1)
for i in range(1000): pass
print(happened)

# Events:
from __future__ import print_function
import os, signal, threading

# Noted and printed later: print looks at signals itself.
seen = []

def first(number, frame):
    seen.append("first begins")
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    # Another handler would be a pending call, and those do not nest.
    threading.Event().wait(0.8)
    seen.append("first ends")

def second(number, frame):
    seen.append("second")

signal.signal(signal.SIGUSR1, first)
signal.signal(signal.SIGALRM, second)
os.kill(os.getpid(), signal.SIGUSR1)
for i in range(1000): pass
print(seen)

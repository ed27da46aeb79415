# Events:
from __future__ import print_function
import functools, os, signal

def old(number, frame):
    print("old", number)

def new(number, frame):
    print("new", number)

signal.signal(signal.SIGUSR1, old)
# No opcode ends between the two calls.
calls = [functools.partial(os.kill, os.getpid(), signal.SIGUSR1),
         functools.partial(signal.signal, signal.SIGUSR1, new)]
print(list(map(functools.partial.__call__, calls))[1] is old)
print("set")

def failing(number, frame):
    raise ValueError(number)

signal.signal(signal.SIGUSR1, failing)
try:
    list(map(functools.partial.__call__, calls))
except ValueError as e:
    print("failed", e)
print(signal.getsignal(signal.SIGUSR1).__name__)
os.kill(os.getpid(), signal.SIGUSR1)
print("end")

# Events: see > ; settle; type par; see par; settle; ^C; see caught; settle; type whole\n
from __future__ import print_function
import signal
try:
    ask = raw_input
except NameError:
    ask = input


def handler(number, frame):
    ask("sure? ")


signal.signal(signal.SIGINT, handler)
try:
    ask("> ")
except RuntimeError as e:
    import traceback
    traceback.print_exc()
    print("caught")
print(repr(ask("again> ")))

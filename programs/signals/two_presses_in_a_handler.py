# Ctrl-C while a handler runs.
#
#   gilpy programs/signals/two_presses_in_a_handler.py
#
# Press Ctrl-C, and once more within a second.
#
# Both: the second call begins when the first one has ended. Handlers run as pending calls, and pending calls do not
# nest. But some operations in C look at signals by themselves, and run a handler on the spot, inside the one that runs: a
# print does, and in 3.2 so does turning an int into text. This one keeps to texts made before, and to os.write.

import os
import signal
import sys
import time

seconds = float(sys.argv[1]) if sys.argv[1:] else 1
begins = [[('call %d begins, depth %d\n' % (call, depth)).encode() for depth in range(9)] for call in range(9)]
ends = [('call %d ends\n' % call).encode() for call in range(9)]
depth = 0
calls = 0


def on_signal(number, frame):
    global depth, calls
    depth += 1
    calls += 1
    me = calls
    os.write(1, begins[me][depth])
    end = time.time() + seconds
    while time.time() < end:
        pass
    os.write(1, ends[me])
    depth -= 1

signal.signal(signal.SIGINT, on_signal)
os.write(1, b'working\n')
while calls < 2:
    pass
os.write(1, b'done\n')

# Ctrl-C while a handler runs.
#
#   gilpy programs/signals/two_presses_in_a_handler.py
#
# Press Ctrl-C, and once more within a second.
#
# Both: the second call begins when the first one has ended. Handlers run as pending calls, and pending calls do not
# nest. (One that prints may still be interrupted at the print, which looks at signals by itself: the second press would run
# its handler right there, inside the first. This one writes with os.write, which does not.)

import os
import signal
import time

depth = 0
calls = 0


def on_signal(number, frame):
    global depth, calls
    depth += 1
    calls += 1
    os.write(1, ('call %d begins, depth %d\n' % (calls, depth)).encode())
    end = time.time() + 1
    while time.time() < end:
        pass
    os.write(1, ('call %d ends\n' % calls).encode())
    depth -= 1

signal.signal(signal.SIGINT, on_signal)
os.write(1, b'working\n')
while calls < 2:
    pass
os.write(1, b'done\n')

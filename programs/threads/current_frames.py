# Where all threads are: sys._current_frames().
#
#   gilpy programs/threads/current_frames.py
#
# See: the function each thread is in, found from outside, while they wait.

import sys
import threading
import time

gate = threading.Event()


def first():
    second()


def second():
    gate.wait()

thread = threading.Thread(target=first)
thread.start()
while True:
    frame = sys._current_frames()[thread.ident]
    names = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    # Until it has got as far as the wait.
    if 'wait' in names:
        break
    time.sleep(0.01)
names = names[names.index('second'):]
print(names)
here = sys._current_frames()[threading.current_thread().ident]
print(here is sys._getframe())
gate.set()
thread.join()
# The thread's state goes a moment after join() has heard of its end.
while thread.ident in sys._current_frames():
    time.sleep(0.001)
print(thread.ident in sys._current_frames())

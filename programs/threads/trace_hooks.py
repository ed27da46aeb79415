# threading.settrace() and setprofile(): hooks for threads that start later.
#
#   gilpy programs/threads/trace_hooks.py
#
# See: the calls in the thread's own function are told; main, which set the hooks, is not traced itself.

import threading

events = []


def tracer(frame, event, arg):
    if frame.f_code.co_name in ('work', 'helper'):
        events.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return tracer


def helper():
    return 1


def work():
    x = helper()
    x += 1

threading.settrace(tracer)
thread = threading.Thread(target=work)
thread.start()
thread.join()
threading.settrace(None)
work()
for event in events:
    print(event)

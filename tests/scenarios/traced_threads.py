# Events:
from __future__ import print_function
import threading, sys
log = []
def tracer(frame, event, arg):
    if frame.f_code.co_name in ('work', 'sub'):
        log.append((frame.f_code.co_name, event, frame.f_lineno))
    return tracer
def sub(x):
    return x + 1
def work():
    try:
        sub('a')
    except TypeError:
        pass
threading.settrace(tracer)
t = threading.Thread(target=work)
t.start()
t.join()
threading.settrace(None)
for l in log: print(l)
prof = []
threading.setprofile(lambda f, e, a: prof.append(e) if f.f_code.co_name == 'work' else None)
t = threading.Thread(target=work)
t.start()
t.join()
print(prof)

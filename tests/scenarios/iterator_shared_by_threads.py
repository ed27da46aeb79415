# Events:
from __future__ import print_function
import threading, itertools
c = itertools.count(); it = iter(range(20000)); seen = []
def w():
    for x in it: seen.append(x)
ts = [threading.Thread(target=w) for i in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(len(seen), sorted(seen) == list(range(20000)), next(it, 'done'))
def cw():
    for i in range(1000): next(c)
ts = [threading.Thread(target=cw) for i in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(next(c))

# Events:
from __future__ import print_function
import threading, time
def gen():
    for i in range(3):
        time.sleep(0.3)
        yield i
g = gen()
def use(name):
    try:
        print(name, next(g))
    except ValueError as e:
        print(name, "ValueError", e)
a = threading.Thread(target=use, args=('a',)); a.start(); time.sleep(0.1)
b = threading.Thread(target=use, args=('b',)); b.start(); b.join(); a.join()
def uncaught():
    for x in g: pass
c = threading.Thread(target=lambda: list(g), name='C'); c.start(); time.sleep(0.1)
d = threading.Thread(target=uncaught, name='D'); d.start(); d.join()
try: g.send(1)
except ValueError as e: print(e)
try: g.throw(KeyError)
except ValueError as e: print(e)
try: g.close()
except ValueError as e: print(e)
c.join()
print(g.gi_running, g.gi_frame)

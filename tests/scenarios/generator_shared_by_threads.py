# Events:
from __future__ import print_function
import threading
inside, gate = threading.Semaphore(0), threading.Semaphore(0)
def gen():
    for i in range(3):
        inside.release()
        gate.acquire()
        yield i
g = gen()
def use(name):
    try:
        print(name, next(g))
    except ValueError as e:
        print(name, "ValueError", e)
a = threading.Thread(target=use, args=('a',)); a.start(); inside.acquire()
b = threading.Thread(target=use, args=('b',)); b.start(); b.join(); gate.release(); a.join()
def uncaught():
    for x in g: pass
c = threading.Thread(target=lambda: list(g), name='C'); c.start(); inside.acquire()
d = threading.Thread(target=uncaught, name='D'); d.start(); d.join()
try: g.send(1)
except ValueError as e: print(e)
try: g.throw(KeyError)
except ValueError as e: print(e)
try: g.close()
except ValueError as e: print(e)
gate.release(); gate.release(); c.join()
print(g.gi_running, g.gi_frame)

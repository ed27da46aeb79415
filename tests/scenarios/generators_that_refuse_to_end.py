# Events:
from __future__ import print_function
import gc
def g():
    try: yield 1
    finally: {}['key']
def g2():
    while True:
        try: yield 1
        except GeneratorExit: print("refusing")
x = g()
next(x)
del x
y = g2()
next(y)
try: y.close()
except RuntimeError as e: print(e)
print(next(y))
del y
print("end")

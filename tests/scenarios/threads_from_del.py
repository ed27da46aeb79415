# Events:
from __future__ import print_function
import threading
class X(object):
    def __del__(self):
        t = threading.Thread(target=print, args=("in thread from del",)); t.start(); t.join()
x = X()
del x
print("mid")
def f():
    y = X()
    raise KeyError('y')
try: f()
except KeyError: print("caught")

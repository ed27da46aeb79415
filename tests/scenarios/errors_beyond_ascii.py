# Events:
from __future__ import print_function, unicode_literals
import threading
def f(): raise ValueError("umlaut \xfc")
def g(): raise ValueError(b"bytes \xfc")
def h(): raise KeyError("\u20ac")
for x in (f, g, h):
    t = threading.Thread(target=x, name=str(x.__name__))
    t.start()
    t.join()

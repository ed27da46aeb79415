# Events:
import threading
def f():
    raise "a string"
def g():
    raise ValueError, "old style", None
class Old:
    def __str__(self): return "I am old"
def h():
    raise Old
def i():
    raise Old, "with arg"
def j():
    raise ValueError, (1, 2)
def k():
    raise Old()
def l():
    raise None
def m():
    raise 42
for fn in (f, g, h, i, j, k, l, m):
    t = threading.Thread(target=fn, name=fn.__name__)
    t.start()
    t.join()

# Events:
import threading
def l(): raise None
def m(): raise 42
def n(): raise ValueError from 5
def o(): raise ValueError("x") from None
def p(): raise
class C: pass
def q(): raise C
for fn in (l, m, n, p, q):
    t = threading.Thread(target=fn, name=fn.__name__)
    t.start()
    t.join()

# Events:
from __future__ import print_function
import threading
class L(threading.local):
    count = 0
    __slots__ = ('slot',)
    def __init__(self, a, b=2):
        print("init", a, b); self.a = a; self.b = b; self.slot = 's'
l = L(1, b=3)
def f(n):
    print(sorted(l.__dict__.items()), l.a, l.count)
    l.count += n; l.n = n; l.slot = n
    print(sorted(l.__dict__.items()))
for i in range(2):
    t = threading.Thread(target=f, args=(i + 1,))
    t.start()
    t.join()
print(sorted(l.__dict__.items()), hasattr(l, 'n'), l.slot)
try: threading.local(1)
except TypeError as e: print(e)
try: l.__dict__ = {}
except AttributeError as e: print(e)
try: del l.zzz
except AttributeError as e: print(e)
try: l.zzz
except AttributeError as e: print(e)
x = threading.local(); x.a = 1; print(x.__dict__, dir(x)[-1])

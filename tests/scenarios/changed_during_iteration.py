# Events:
from __future__ import print_function
import threading, time
d = dict.fromkeys(range(10))
s = set(range(10))
ev, back = threading.Event(), threading.Event()
def it(name, o):
    try:
        for k in o:
            ev.set()
            back.wait()
    except RuntimeError as e:
        print(name, e)
        raise
for name, o, ch in (('dict', d, lambda: d.update(x=1)), ('set', s, lambda: s.add('x')), ('items', d.items() if hasattr(d, 'viewitems') is False else d.viewitems(), lambda: d.pop('x'))):
    ev.clear()
    back.clear()
    t = threading.Thread(target=it, args=(name, o), name=name)
    t.start()
    ev.wait()
    ch()
    back.set()
    t.join()

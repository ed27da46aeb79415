# Events:
import threading
def f():
    try:
        1/0
    except ZeroDivisionError as e:
        raise ValueError("second") from e
def g():
    try:
        {}['x']
    except KeyError:
        [][1]
def h():
    try:
        g()
    finally:
        int('z')
for fn in (f, g, h):
    t = threading.Thread(target=fn, name=fn.__name__)
    t.start()
    t.join()

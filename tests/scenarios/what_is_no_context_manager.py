# Events:
from __future__ import print_function
import threading


class Old:
    pass


class Enters(object):
    def __enter__(self):
        pass


class Exits(object):
    def __exit__(self, *args):
        pass


for thing in (Old(), Enters(), Exits(), 5, None, "text", len, Old, int, [], threading.Thread()):
    try:
        with thing:
            pass
    except Exception as e:
        print(type(e).__name__, e)
with threading.Lock:
    pass

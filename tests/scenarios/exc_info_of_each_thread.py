# Events:
from __future__ import print_function
import sys, threading
def inner():
    print("thread starts with", sys.exc_info())
    try: raise KeyError('in thread')
    except KeyError:
        print(sys.exc_info()[:2])
    print("after", sys.exc_info()[0])
try:
    raise ValueError('main')
except ValueError:
    t = threading.Thread(target=inner)
    t.start()
    t.join()
    print(sys.exc_info()[:2], sys.exc_info()[2].tb_lineno)
print(sys.exc_info()[0])

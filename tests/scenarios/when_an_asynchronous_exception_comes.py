# Events:
# 2.7 raises it at the thread's next check, when that would have come anyway; 3.2 asks for one. The last one set counts.
from __future__ import print_function
import ctypes, sys, threading
class First(Exception): pass
class Second(Exception): pass
set_async_exc = ctypes.pythonapi.PyThreadState_SetAsyncExc
me = ctypes.c_long(threading.current_thread().ident)
def try_it():
    # The count begins anew: no check before its end, but what is asked for.
    sys.setcheckinterval(1000000)
    try:
        print(set_async_exc(me, ctypes.py_object(First)), set_async_exc(me, ctypes.py_object(Second)))
        for i in range(10000): pass
        print("not after 10000 rounds")
        sys.setcheckinterval(100)
        for i in range(10000): pass
        print("never")
    except First:
        print("the first")
    except Second:
        print("the second")
thread = threading.Thread(target=int)
thread.start()
thread.join()
import warnings
warnings.simplefilter("ignore")
try:
    try_it()
except Exception as error:
    print("too early:", type(error).__name__)
print(set_async_exc(ctypes.c_long(1), ctypes.py_object(First)))

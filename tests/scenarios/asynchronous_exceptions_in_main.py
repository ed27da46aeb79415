# Events:
from __future__ import print_function
import ctypes, threading, time
try: import thread
except ImportError: import _thread as thread
me = thread.get_ident()
def poke(e):
    time.sleep(0.1)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(me), ctypes.py_object(e))
t = threading.Thread(target=poke, args=(KeyboardInterrupt,))
t.start()
t0 = time.time()
try:
    time.sleep(0.6)
except KeyboardInterrupt as e:
    print("ki after whole sleep", time.time() - t0 > 0.5, e.args)
t = threading.Thread(target=poke, args=(ValueError("instance"),)); t.start()
def f():
    while True: pass
try: f()
except BaseException as e: print(type(e), e)
t = threading.Thread(target=poke, args=(ZeroDivisionError,))
t.start()
f()

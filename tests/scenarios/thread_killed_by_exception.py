import threading,time,ctypes,sys
def f():
    try:
        while True: time.sleep(0.01)
    except SystemExit: print('exit caught'); raise
    finally: print('cleanup')
t=threading.Thread(target=f); t.start(); time.sleep(1)
r=ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(t.ident), ctypes.py_object(SystemExit)); print(r)
t.join(); print(t.is_alive())
r=ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(12345), ctypes.py_object(SystemExit)); print(r)
def g():
    while True: pass
t=threading.Thread(target=g); t.start(); time.sleep(1)
r=ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(t.ident), ctypes.py_object(ValueError)); t.join(); print(r)

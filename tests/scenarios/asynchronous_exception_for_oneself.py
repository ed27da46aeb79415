# Events:
import ctypes
import threading


def suicidal():
    me = threading.current_thread().ident
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(me), ctypes.py_object(KeyError))
    print("not reached")


thread = threading.Thread(target=suicidal)
thread.start()
thread.join()
try:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(1), KeyError)
except ctypes.ArgumentError as e:
    print(e)
me = threading.current_thread().ident
ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(me), ctypes.py_object(ValueError))
print("not reached")

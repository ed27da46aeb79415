# Events:
# Which thread runs pending calls: the one that made the GIL, whoever starts threads or adds calls.
from __future__ import print_function
import ctypes, threading
CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
ran = []
def note(argument):
    ran.append((argument, threading.current_thread().name))
    return 0
call = CALL(note)
add = ctypes.pythonapi.Py_AddPendingCall
lock = threading.Lock()
lock.acquire()
def work():
    add(call, ctypes.c_void_p(1))
    for i in range(1000): pass
    other = threading.Thread(target=add, args=(call, ctypes.c_void_p(2)), name="other")
    other.start()
    other.join()
    add(call, ctypes.c_void_p(3))
    for i in range(1000): pass
    lock.release()
worker = threading.Thread(target=work, name="worker")
worker.start()
lock.acquire()
worker.join()
for i in range(1000): pass
print(sorted(ran))

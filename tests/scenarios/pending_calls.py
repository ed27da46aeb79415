# Events:
from __future__ import print_function
import ctypes, threading, time, sys
F = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
out = []
def cb(a):
    out.append((a, threading.current_thread().name)); return 0
f = F(cb)
add = ctypes.pythonapi.Py_AddPendingCall
def work():
    # Main is asleep by then, and runs nothing until it wakes.
    time.sleep(0.2)
    print([add(f, ctypes.c_void_p(i)) for i in range(35)])
    print("in thread", len(out))
t = threading.Thread(target=work); t.start()
time.sleep(1)
for i in range(200): pass
print(len(out), out[0], out[1], out[-1])
h = F(lambda a: -1)
try:
    add(h, 5)
    for i in range(200): pass
except SystemError as e:
    print(e)

# Events:
# A signal and a pending call come, and the process forks, before anything can look: the signal is the parent's, the call both's.
from __future__ import print_function
import ctypes, os, signal, threading
CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
said = []
def note(argument):
    said.append("call")
    return 0
def handler(number, frame):
    said.append("signal")
call = CALL(note)
signal.signal(signal.SIGUSR1, handler)
# With a GIL: only then a child makes things anew.
thread = threading.Thread(target=int)
thread.start()
thread.join()
child = []
def in_a_handler(number, frame):
    # While it runs, no pending call does.
    ctypes.pythonapi.Py_AddPendingCall(call, ctypes.c_void_p(7))
    os.kill(os.getpid(), signal.SIGUSR1)
    child.append(os.fork())
signal.signal(signal.SIGUSR2, in_a_handler)
os.kill(os.getpid(), signal.SIGUSR2)
while not child: pass
child = child[0]
for i in range(1000): pass
if child == 0:
    os.write(1, ("child: %s\n" % said).encode())
    os.kill(os.getpid(), signal.SIGUSR1)
    for i in range(1000): pass
    os.write(1, ("child: %s\n" % said).encode())
    os._exit(0)
os.waitpid(child, 0)
print("parent:", said)

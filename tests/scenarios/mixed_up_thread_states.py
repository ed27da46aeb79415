# Events: see go
import ctypes, sys, threading, time
api = ctypes.pythonapi
api.PyThreadState_Get.restype = ctypes.c_void_p
api.PyThreadState_Swap.argtypes = [ctypes.c_void_p]
api.PyThreadState_Swap.restype = ctypes.c_void_p
states = []
def worker():
    states.append(api.PyThreadState_Get())
    while True: pass
t = threading.Thread(target=worker)
t.daemon = True
t.start()
while not states: time.sleep(0.01)
sys.stdout.write("go\n"); sys.stdout.flush()
me = api.PyThreadState_Get()
old = api.PyThreadState_Swap(states[0])
for i in range(1000000):
    pass
print("never")

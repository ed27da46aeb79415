# Events: see go; settle; kill 10; see usr1 in; settle; ^C
import threading, sys, time, signal
signal.signal(signal.SIGUSR1, lambda s, f: print("usr1 in", f.f_code.co_name))
l = threading.Lock()
l.acquire()
print("go")
sys.stdout.flush()
def f(): return l.acquire(True, 20)
f()

# Events: see go; settle; kill 10
from __future__ import print_function
import signal, sys, time
signal.signal(signal.SIGUSR1, lambda: None)
print("go")
sys.stdout.flush()
def f():
    time.sleep(20)
f()

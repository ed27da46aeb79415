# Events: see go; settle; kill 10
from __future__ import print_function
import signal, os, sys
h = lambda n, f: print("usr1")
signal.signal(signal.SIGUSR1, h)
signal.siginterrupt(signal.SIGUSR1, False)
signal.signal(signal.SIGUSR1, h)
print("go")
sys.stdout.flush()
os.read(0, 10)

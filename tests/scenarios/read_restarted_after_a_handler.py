# Events: see go; settle; kill 10; settle; type x\n
from __future__ import print_function
import signal, os, sys
signal.signal(signal.SIGUSR1, lambda n, f: print("usr1"))
signal.siginterrupt(signal.SIGUSR1, False)
print("go")
sys.stdout.flush()
print(repr(os.read(0, 10)))

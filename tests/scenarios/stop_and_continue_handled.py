# Events: see go; settle; kill 20; see tstp; settle; kill 18; see cont; settle; kill 10
from __future__ import print_function
import sys, time, signal
signal.signal(signal.SIGCONT, lambda n, f: print("cont"))
signal.signal(signal.SIGTSTP, lambda n, f: print("tstp"))
got = []
signal.signal(signal.SIGUSR1, lambda n, f: got.append(n))
print("go")
sys.stdout.flush()
while not got: time.sleep(10)
print("end")

# Events: see go; settle; ^\; see quit!; settle; ^C
from __future__ import print_function
import sys, time, signal
signal.signal(signal.SIGQUIT, lambda n, f: (print("quit!", n), sys.stdout.flush()))
print("go")
sys.stdout.flush()
while 1: time.sleep(10)

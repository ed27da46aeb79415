# Events: see go; settle; ^C
from __future__ import print_function
import os, sys
print("go")
sys.stdout.flush()
r = os.system("sleep 1.5")
print("rc", r)

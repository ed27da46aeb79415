# Events: see handling; settle; ^C
from __future__ import print_function
import time, sys
try:
    {}['missing']
except KeyError as e:
    print("handling", e); sys.stdout.flush()
    time.sleep(20)

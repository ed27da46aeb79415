# Events: see go; settle; ^C
from __future__ import print_function
import sys
try: import Queue as queue
except ImportError: import queue
q = queue.LifoQueue(maxsize=1)
q.put(1)
print("go")
sys.stdout.flush()
q.put(2, timeout=60)

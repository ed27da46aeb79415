# Events: see go; settle; ^C
from __future__ import print_function
import sys
try: import Queue as queue
except ImportError: import queue
q = queue.PriorityQueue()
print("go")
sys.stdout.flush()
print(q.get(True, 12))

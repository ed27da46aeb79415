# Events: see go; settle; ^C
from __future__ import print_function
import threading, time, sys
t = threading.Thread(target=time.sleep, args=(1.2,))
t.start()
print("go")
sys.stdout.flush()
t.join()

# Events: see go; settle; kill 10; see eintr; settle; ^C
from __future__ import print_function
import select, signal, time, sys
signal.signal(signal.SIGUSR1, lambda n, f: None)
print("go")
sys.stdout.flush()
t = time.time()
def ev():
    while True:
        try:
            select.select([], [], [], 20)
        except select.error as e:
            print("eintr", e.args[0]); sys.stdout.flush()
            continue
ev()

# Events: see go; settle; kill 1; see woke; settle; kill 10; see woke; settle; kill 12; see woke; settle; kill 15
import sys,time,signal
def h(n,f): print('got %d'%n); sys.stdout.flush()
for s in (1,10,12): signal.signal(s,h)
print('go'); sys.stdout.flush()
while 1: time.sleep(10); print('woke'); sys.stdout.flush()

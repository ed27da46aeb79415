# Events: see go\n; type a\n; see 'a; settle; kill 10; see [h]; settle; type c\n; see 'c; settle; ^C
import sys,signal
def h(n,f): print('[h]'); sys.stdout.flush()
signal.signal(10,h)
print('go'); sys.stdout.flush()
while 1: print(repr(sys.stdin.readline())); sys.stdout.flush()

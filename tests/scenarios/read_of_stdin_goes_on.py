# Events: see go\n; type a\n; settle; kill 10; see [h]; settle; type c\n; settle; ^D; settle; ^D
import sys,signal
def h(n,f): print('[h]'); sys.stdout.flush()
signal.signal(10,h)
print('go'); sys.stdout.flush()
print(repr(sys.stdin.read())); sys.stdout.flush()

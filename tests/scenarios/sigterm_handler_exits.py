# Events: see go; settle; kill 15
import sys,time,signal,atexit
atexit.register(lambda: print_('bye'))
def print_(x): sys.stdout.write(x+'\n')
def h(n,f): print_('term'); sys.exit(7)
signal.signal(15,h)
print('go'); sys.stdout.flush()
try: time.sleep(60)
finally: print('fin')

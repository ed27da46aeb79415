# Events: see in atexit; settle; ^C
import atexit,sys,time
def a(): print('in atexit'); sys.stdout.flush(); time.sleep(60)
atexit.register(lambda: sys.stdout.write('other\n')); atexit.register(a)

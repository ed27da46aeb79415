# Events: see go; settle; ^C; see () ()\n; settle; ^C
import sys,time
print('go'); sys.stdout.flush()
try: 
    while 1: pass
except Exception: print('wrong')
except KeyboardInterrupt as e: print('caught %r %s' % (e,e.args)); sys.stdout.flush()
time.sleep(60)

# Events: see go; settle; kill 15
import sys,time
print('go'); sys.stdout.flush()
try: time.sleep(60)
finally: print('fin')

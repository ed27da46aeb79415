# Events: see go; settle; kill 10
import signal,sys,threading,time
signal.signal(10,lambda n,f: sys.exit(5))
print('go'); sys.stdout.flush()
try: time.sleep(60)
except SystemExit as e: print('SE',e.code); raise

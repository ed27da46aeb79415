# Events: see go; settle; ^C
import os,sys
r,w=os.pipe()
print('go'); sys.stdout.flush()
os.fdopen(r).read()

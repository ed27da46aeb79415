# Events: see go; settle; ^C
import sys
def f():
    try:
        while 1: pass
    finally: print('finally')
print('go'); sys.stdout.flush()
f()

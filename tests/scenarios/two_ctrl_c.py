# Events: see go; settle; ^C; settle; ^C
import sys
print('go'); sys.stdout.flush()
n=0
try:
    while True: n+=1
except KeyboardInterrupt: print('one')
while True: n+=1

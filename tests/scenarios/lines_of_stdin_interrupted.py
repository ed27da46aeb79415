# Events: see go\n; type a\n; see a\n; settle; ^C
import sys
print('go'); sys.stdout.flush()
for line in sys.stdin:
    print(repr(line)); sys.stdout.flush()

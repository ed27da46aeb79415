# Events: see comparing; settle; ^C
import time, sys
def by_hand(a, b):
    if a == 7:
        print "comparing"
        time.sleep(20)
    return cmp(a, b)
data = [5, 7, 1]
try:
    data.sort(by_hand)
except KeyboardInterrupt, e:
    print "interrupted", len(data), repr(e), str(e), e.args
    print sorted(data)

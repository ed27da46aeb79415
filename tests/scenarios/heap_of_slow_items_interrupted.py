# Events: see comparing 1; settle; ^C; see comparing 2; settle; ^C
from __future__ import print_function
import bisect, heapq, time

# A heap's functions are C's: the comparison's frame comes right after the caller's.
count = 0


class Item(object):
    def __lt__(self, other):
        global count
        count += 1
        print("comparing", count)
        time.sleep(60)


heap = []
heapq.heappush(heap, Item())
try:
    heapq.heappush(heap, Item())
except KeyboardInterrupt:
    import traceback
    traceback.print_exc()
    print(len(heap), "in the heap")
bisect.insort(heap, Item())

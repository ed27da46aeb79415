# Events:
from __future__ import print_function
import heapq
try:
    import queue
except ImportError:
    import Queue as queue


class Fussy(object):
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        if self.number == 0:
            raise ValueError("nothing goes before nothing")
        return self.number < other.number

    def __repr__(self):
        return "F%d" % self.number


for heap in ([Fussy(1), Fussy(2), Fussy(3)], [Fussy(0), Fussy(2), Fussy(3), Fussy(4)]):
    try:
        heapq.heappush(heap, Fussy(0))
    except ValueError as e:
        print(e, heap)
    try:
        print(heapq.heappop(heap), heap)
    except ValueError as e:
        print(e, heap)
for function, arguments in ((heapq.heappop, ([],)), (heapq.heappush, (5, 1)), (heapq.heappush, ([],)), (heapq.heapify, (5,)),
                            (heapq.heapreplace, ([], 1)), (heapq.heappop, ((),))):
    try:
        print(function(*arguments))
    except Exception as e:
        print(type(e).__name__, e)
jobs = queue.PriorityQueue()
jobs.put((1, Fussy(1)))
jobs.put((1, Fussy(0)))

"""Heaps in plain lists: heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2] for all k that exist, so heap[0] is the smallest.

The functions a program calls by the thousand come from `_heapq`, where each is one operation without a tick.
"""

from _heapq import heappush, heappop, heapreplace, heappushpop, heapify

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge',
           'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables):
    """A generator over sorted inputs that gives all their items in order and keeps one of each in memory."""
    # An entry is [item, number of the input, rest of the input]; the number settles ties in the order given.
    heap = []
    for number, it in enumerate(map(iter, iterables)):
        for item in it:
            heap.append([item, number, it])
            break
    heapify(heap)
    while heap:
        entry = heap[0]
        yield entry[0]
        for item in entry[2]:
            entry[0] = item
            heapreplace(heap, entry)
            break
        else:
            heappop(heap)


def nlargest(n, iterable, key=None):
    """The n largest items, largest first: sorted(iterable, key=key, reverse=True)[:n]."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


def nsmallest(n, iterable, key=None):
    """The n smallest items, smallest first: sorted(iterable, key=key)[:n]."""
    return sorted(iterable, key=key)[:max(n, 0)]

"""Heaps in plain lists: heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2] for all k that exist, so heap[0] is the smallest.

The functions a program calls by the thousand come from `_heapq`, where each is one operation without a tick, as
in CPython; the Python ones below say the same and do without it.
"""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge',
           'nlargest', 'nsmallest', 'heappushpop']


def cmp_lt(x, y):
    # A 2.7 class may define only __le__.
    return (x < y) if hasattr(x, '__lt__') else (not y <= x)


def heappush(heap, item):
    """Put an item into the heap."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap):
    """Take the smallest item out. IndexError if there is none."""
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap, item):
    """heappop(), then heappush(item), in one pass: what it gives back may be larger than item."""
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    """heappush(item), then heappop(), in one pass."""
    if heap and cmp_lt(heap[0], item):
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x):
    """Make a list a heap, in linear time: each item above the bottom row sinks, the lower ones first."""
    for i in reversed(range(len(x) // 2)):
        _sink(x, i)


def _rise(heap, start, pos):
    # All but heap[pos] is in order. Its parents move down until it fits.
    item = heap[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if not cmp_lt(item, heap[parent]):
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item


def _sink(heap, pos):
    # All but heap[pos] is in order. The smaller child moves up, down to a leaf, and then the item rises from there:
    # it mostly came from the bottom and belongs there, so comparing it on the way down would be wasted.
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        if child + 1 < end and not cmp_lt(heap[child], heap[child + 1]):
            child += 1
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _rise(heap, start, pos)


try:
    from _heapq import heappush, heappop, heapreplace, heappushpop, heapify
except ImportError:
    pass


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

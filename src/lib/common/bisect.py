"""Places in a sorted list, found by halving."""


def bisect_right(a, x, lo=0, hi=None):
    """Where to put x into a so that it stays sorted; after those that are equal."""
    if lo < 0:
        raise ValueError('lo must be non-negative')
    if hi is None:
        hi = len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if x < a[mid]:
            hi = mid
        else:
            lo = mid + 1
    return lo


def bisect_left(a, x, lo=0, hi=None):
    """Where to put x into a so that it stays sorted; before those that are equal."""
    if lo < 0:
        raise ValueError('lo must be non-negative')
    if hi is None:
        hi = len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def insort_right(a, x, lo=0, hi=None):
    """Put x into a, after those that are equal."""
    a.insert(bisect_right(a, x, lo, hi), x)


def insort_left(a, x, lo=0, hi=None):
    """Put x into a, before those that are equal."""
    a.insert(bisect_left(a, x, lo, hi), x)

bisect = bisect_right
insort = insort_right

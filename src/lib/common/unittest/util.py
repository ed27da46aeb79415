"""What the modules of unittest share."""

from collections import OrderedDict, namedtuple

__unittest = True
_MAX_LENGTH = 80


def safe_repr(obj, short=False):
    """The repr() of any object, even one whose own repr() fails."""
    try:
        result = repr(obj)
    except Exception:
        result = object.__repr__(obj)
    if not short or len(result) < _MAX_LENGTH:
        return result
    return result[:_MAX_LENGTH] + ' [truncated]...'


def strclass(cls):
    return "%s.%s" % (cls.__module__, cls.__name__)


def sorted_list_difference(expected, actual):
    """(what is missing, what is too much) of two sorted lists, each element once."""
    missing, unexpected = [], []
    i = j = 0

    def past(items, at):
        value = items[at]
        while at < len(items) and items[at] == value:
            at += 1
        return at
    while i < len(expected) and j < len(actual):
        if expected[i] < actual[j]:
            missing.append(expected[i])
            i = past(expected, i)
        elif expected[i] > actual[j]:
            unexpected.append(actual[j])
            j = past(actual, j)
        else:
            i, j = past(expected, i), past(actual, j)
    return missing + expected[i:], unexpected + actual[j:]


def unorderable_list_difference(expected, actual):
    """The same for lists of any objects; both lists are used up."""
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    return (x > y) - (x < y)

_Mismatch = namedtuple('Mismatch', 'actual expected value')


def _count_diff_all_purpose(actual, expected):
    """(count in the one, count in the other, element) where the counts differ; for objects that have no hash."""
    gone = object()
    actual, expected = list(actual), list(expected)
    result = []

    def count(items, wanted):
        found = 0
        for at, item in enumerate(items):
            if item is not gone and item == wanted:
                items[at] = gone
                found += 1
        return found
    for items, order in ((actual, 1), (expected, 0)):
        for at in range(len(items)):
            value = items[at]
            if value is gone:
                continue
            counts = (count(actual, value), count(expected, value)) if order else (0, count(expected, value))
            if counts[0] != counts[1]:
                result.append(_Mismatch(counts[0], counts[1], value))
    return result


def _count_diff_hashable(actual, expected):
    """The same for objects that have one."""
    def counted(items):
        counts = OrderedDict()
        for item in items:
            counts[item] = counts.get(item, 0) + 1
        return counts
    first, second = counted(actual), counted(expected)
    result = [_Mismatch(count, second.get(item, 0), item) for item, count in first.items() if count != second.get(item, 0)]
    return result + [_Mismatch(0, count, item) for item, count in second.items() if item not in first]

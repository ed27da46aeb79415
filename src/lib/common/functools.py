"""Functions that make functions from functions.

One text for both versions: 3.2 also tells the wrapped function and copies annotations, and has lru_cache.
"""

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES',
           'total_ordering', 'cmp_to_key', 'reduce', 'partial']

try:
    from _functools import partial, reduce
except ImportError:
    class partial(object):
        """A function with some of its arguments given."""

        def __init__(*args, **keywords):
            if len(args) < 2:
                raise TypeError("type 'partial' takes at least one argument")
            self = args[0]
            if not callable(args[1]):
                raise TypeError("the first argument must be callable")
            self.func, self.args, self.keywords = args[1], args[2:], keywords or None

        def __call__(self, *args, **keywords):
            if self.keywords:
                keywords = dict(self.keywords, **keywords)
            return self.func(*(self.args + args), **keywords)

    def reduce(function, iterable, *initial):
        """function(function(function(a, b), c), d) ... over the items, beginning with the initial value if there is one."""
        items = iter(iterable)
        if initial:
            value, = initial
        else:
            try:
                value = next(items)
            except StopIteration:
                raise TypeError("reduce() of empty sequence with no initial value")
        for item in items:
            value = function(value, item)
        return value

_of_3 = hasattr(BaseException, '__traceback__')

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__doc__') + (('__annotations__',) if _of_3 else ())
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make a wrapper look like the function it wraps, and give it back."""
    if _of_3:
        wrapper.__wrapped__ = wrapped
    for attr in assigned:
        try:
            value = getattr(wrapped, attr)
        except AttributeError:
            # In 2.7 what is wrapped must have them all: a partial cannot be wrapped.
            if not _of_3:
                raise
        else:
            setattr(wrapper, attr, value)
    for attr in updated:
        getattr(wrapper, attr).update(getattr(wrapped, attr, {}))
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper() as a decorator of the wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# For each comparison that a class may define: how the others follow from it and from ==.
_comparisons = {
    '__lt__': [('__gt__', lambda self, other: not (self < other or self == other)),
               ('__le__', lambda self, other: self < other or self == other),
               ('__ge__', lambda self, other: not self < other)],
    '__le__': [('__ge__', lambda self, other: not self <= other or self == other),
               ('__lt__', lambda self, other: self <= other and not self == other),
               ('__gt__', lambda self, other: not self <= other)],
    '__gt__': [('__lt__', lambda self, other: not (self > other or self == other)),
               ('__ge__', lambda self, other: self > other or self == other),
               ('__le__', lambda self, other: not self > other)],
    '__ge__': [('__le__', lambda self, other: not self >= other or self == other),
               ('__gt__', lambda self, other: self >= other and not self == other),
               ('__lt__', lambda self, other: not self >= other)],
}


def total_ordering(cls):
    """Give a class that has one of < > <= >= the other three."""
    if _of_3:
        roots = [op for op in _comparisons if getattr(cls, op, None) is not getattr(object, op, None)]
    else:
        roots = [op for op in _comparisons if op in dir(cls)]
        if '__ne__' not in dir(cls) and roots:
            # A class of 2.7 is not given != for its ==.
            cls.__ne__ = lambda self, other: not self == other
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for opname, method in _comparisons[max(roots)]:
        if opname not in roots:
            setattr(cls, opname, type(method)(method.__code__, globals(), opname))
    return cls


def cmp_to_key(mycmp):
    """Make a key function from a comparison that gives a number below, at or above 0."""
    class K(object):
        __slots__ = ['obj']

        def __init__(self, obj, *args):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        def __ne__(self, other):
            return mycmp(self.obj, other.obj) != 0

        if _of_3:
            __hash__ = None
        else:
            def __hash__(self):
                raise TypeError('hash not implemented')
    return K


if _of_3:
    from _lru import lru_cache
    __all__.append('lru_cache')

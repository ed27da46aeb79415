"""More containers. deque and defaultdict are built in; the others are Python over dict and tuple.

One text for both versions: where 2.7 and 3.2 differ, it is because their dict does (lists or views, iterkeys or not).
"""

import sys as _sys
from _collections import deque, defaultdict
import _abcoll
from _abcoll import *
from keyword import iskeyword as _iskeyword

__all__ = ['Counter', 'deque', 'defaultdict', 'namedtuple', 'OrderedDict'] + _abcoll.__all__

_dicts_give_lists = hasattr(dict, 'iterkeys')
if not _dicts_give_lists:
    # 2.7 has a module for each of them.
    from _userobjects import UserDict, UserList, UserString
    __all__ += ['UserDict', 'UserList', 'UserString']
_number_of_thread = None


def _get_ident():
    global _number_of_thread
    if _number_of_thread is None:
        try:
            from thread import get_ident as _number_of_thread
        except ImportError:
            from _thread import get_ident as _number_of_thread
    return _number_of_thread()


class OrderedDict(dict):
    """A dict that gives its keys in the order in which they came in.

    The order is a ring of links [previous, next, key] that opens and closes with __root; __map has the link of
    each key, so that a deletion need not look for it.
    """

    def __init__(*args, **kwds):
        # `self` is not named, so that it can be a key.
        if not args:
            raise TypeError("descriptor '__init__' of 'OrderedDict' object needs an argument")
        self = args[0]
        if len(args) > 2:
            raise TypeError('expected at most 1 arguments, got %d' % (len(args) - 1))
        try:
            self.__root
        except AttributeError:
            self.__root = root = []
            root[:] = [root, root, None]
            self.__map = {}
        self.__update(*args[1:], **kwds)

    def __setitem__(self, key, value, dict_setitem=dict.__setitem__):
        if key not in self:
            root = self.__root
            last = root[0]
            last[1] = root[0] = self.__map[key] = [last, root, key]
        dict_setitem(self, key, value)

    def __delitem__(self, key, dict_delitem=dict.__delitem__):
        dict_delitem(self, key)
        before, after, _ = self.__map.pop(key)
        before[1] = after
        after[0] = before

    def __iter__(self):
        root = self.__root
        link = root[1]
        while link is not root:
            yield link[2]
            link = link[1]

    def __reversed__(self):
        root = self.__root
        link = root[0]
        while link is not root:
            yield link[2]
            link = link[0]

    def clear(self):
        """Remove all items."""
        root = self.__root
        root[:] = [root, root, None]
        self.__map.clear()
        dict.clear(self)

    if _dicts_give_lists:
        def iterkeys(self):
            return iter(self)

        def itervalues(self):
            for key in self:
                yield self[key]

        def iteritems(self):
            for key in self:
                yield key, self[key]

        def keys(self):
            return list(self)

        def values(self):
            return [self[key] for key in self]

        def items(self):
            return [(key, self[key]) for key in self]
    else:
        def keys(self):
            return _View(self, lambda key: key)

        def values(self):
            return _View(self, lambda key: self[key])

        def items(self):
            return _View(self, lambda key: (key, self[key]))

        def move_to_end(self, key, last=True):
            """Make an existing key the last one, or the first. KeyError if there is none."""
            link = self.__map[key]
            link[0][1] = link[1]
            link[1][0] = link[0]
            root = self.__root
            if last:
                link[0], link[1] = root[0], root
            else:
                link[0], link[1] = root, root[1]
            link[0][1] = link[1][0] = link

    def update(*args, **kwds):
        """Take in the items of a mapping or of an iterable of pairs, and the keyword arguments."""
        self = args[0]
        if len(args) > 2:
            raise TypeError('update() takes at most 2 positional arguments (%d given)' % len(args))
        other = args[1] if len(args) == 2 else ()
        if hasattr(other, 'keys'):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key in kwds:
            self[key] = kwds[key]

    __update = update
    __marker = object()

    def pop(self, key, default=__marker):
        """Remove a key and give its value; without one the default, or KeyError."""
        if key in self:
            result = self[key]
            del self[key]
            return result
        if default is self.__marker:
            raise KeyError(key)
        return default

    def setdefault(self, key, default=None):
        """The value of a key, which gets the default if it had none."""
        if key in self:
            return self[key]
        self[key] = default
        return default

    def popitem(self, last=True):
        """Remove the last item, or the first, and give it. KeyError if there is none."""
        if not self:
            raise KeyError('dictionary is empty')
        key = next(reversed(self) if last else iter(self))
        return key, self.pop(key)

    def __repr__(self, _running={}):
        # A dict may contain itself, and two threads may print it at once.
        call = id(self), _get_ident()
        if call in _running:
            return '...'
        _running[call] = 1
        try:
            if not self:
                return '%s()' % (self.__class__.__name__,)
            return '%s(%r)' % (self.__class__.__name__, list(self.items()))
        finally:
            del _running[call]

    def copy(self):
        """A new OrderedDict with the same items."""
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new one with these keys, all of one value."""
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and all(a == b for a, b in zip(self, other))
        return dict.__eq__(self, other)

    def __ne__(self, other):
        return not self == other


class _View(object):
    # What keys(), values() and items() of an OrderedDict give in 3.2: looks at it each time it is asked.

    def __init__(self, mapping, pick):
        self._mapping = mapping
        self._pick = pick

    def __len__(self):
        return len(self._mapping)

    def __iter__(self):
        for key in self._mapping:
            yield self._pick(key)

    def __repr__(self):
        return '%r' % list(self)


# The class is made from text, so that its __new__ has the fields for arguments and complains like any function.
_class_template = '''\
class {typename}(tuple):
    '{typename}({arg_list})'

    __slots__ = ()
    _fields = {field_names!r}

    def __new__(_cls, {arg_list}):
        'Create new instance of {typename}({arg_list})'
        return _tuple.__new__(_cls, ({arg_list}{comma}))

    @classmethod
    def _make(cls, iterable, new=_tuple.__new__, len=len):
        'Make a new {typename} object from a sequence or iterable'
        result = new(cls, iterable)
        if len(result) != {num_fields:d}:
            raise TypeError('Expected {num_fields:d} arguments, got %d' % len(result))
        return result

    def __repr__(self):
        'Return a nicely formatted representation string'
        return '{typename}({repr_fmt})' % self

    def _asdict(self):
        'Return a new OrderedDict which maps field names to their values'
        return OrderedDict(zip(self._fields, self))

    def _replace(_self, **kwds):
        'Return a new {typename} object replacing specified fields with new values'
        result = _self._make(map(kwds.pop, {field_names!r}, _self))
        if kwds:
            raise ValueError('Got unexpected field names: %r' % {list_of_keys})
        return result

    def __getnewargs__(self):
        'Return self as a plain tuple'
        return tuple(self)

    __dict__ = _property(_asdict)
{field_defs}
'''

_field_template = '''\
    {name} = _property(lambda self: self[{index:d}], doc='Alias for field number {index:d}')
'''


def namedtuple(typename, field_names, verbose=False, rename=False):
    """Make a subclass of tuple whose items have names.

    The names are a sequence, or one string with blanks or commas between them; with rename=True those that cannot
    be names become _0, _1 ... by their place. verbose=True prints the class.
    """
    if not hasattr(field_names, '__iter__') or isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    field_names = [str(name) for name in field_names]
    typename = str(typename)
    if rename:
        seen = set()
        for index, name in enumerate(field_names):
            if not name or name.startswith('_') or name in seen or _flaw(name):
                field_names[index] = '_%d' % index
            seen.add(name)
    for name in [typename] + field_names:
        flaw = _flaw(name)
        if flaw:
            raise ValueError('Type names and field names %s: %r' % (flaw, name))
    seen = set()
    for name in field_names:
        if name.startswith('_') and not rename:
            raise ValueError('Field names cannot start with an underscore: %r' % name)
        if name in seen:
            raise ValueError('Encountered duplicate field name: %r' % name)
        seen.add(name)
    text = _class_template.format(
        typename=typename,
        field_names=tuple(field_names),
        num_fields=len(field_names),
        arg_list=', '.join(field_names),
        comma=',' if len(field_names) == 1 else '',
        repr_fmt=', '.join(name + '=%r' for name in field_names),
        list_of_keys='kwds.keys()' if _dicts_give_lists else 'list(kwds.keys())',
        field_defs='\n'.join(_field_template.format(index=index, name=name)
                             for index, name in enumerate(field_names)))
    if verbose:
        print(text)
    namespace = dict(__name__='namedtuple_%s' % typename, OrderedDict=OrderedDict, _property=property, _tuple=tuple)
    exec(text, namespace)
    result = namespace[typename]
    result.__module__ = _sys._getframe(1).f_globals.get('__name__', '__main__')
    return result


def _flaw(name):
    if not all(c.isalnum() or c == '_' for c in name):
        return 'can only contain alphanumeric characters and underscores'
    if _iskeyword(name):
        return 'cannot be a keyword'
    if name[:1].isdigit():
        return 'cannot start with a number'
    return None


class Counter(dict):
    """A dict from things to how often they came; a thing that never came counts 0."""

    def __init__(self, iterable=None, **kwds):
        """Count the items of an iterable, or take counts from a mapping and from the keyword arguments."""
        super(Counter, self).__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def most_common(self, n=None):
        """The n most frequent (or all) as pairs with their counts, most frequent first."""
        pairs = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[:n]

    def elements(self):
        """A generator that gives each thing as often as it came."""
        for thing, count in self.items():
            for _ in range(count):
                yield thing

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def update(self, iterable=None, **kwds):
        """Add counts: of the items of an iterable, or those that a mapping has."""
        self._count(1, iterable, kwds)

    def subtract(self, iterable=None, **kwds):
        """Take counts off; they may fall below 0."""
        self._count(-1, iterable, kwds)

    def _count(self, sign, iterable, kwds):
        for source in (iterable, kwds):
            if source is None:
                continue
            if hasattr(source, 'items'):
                for thing, count in source.items():
                    self[thing] = self.get(thing, 0) + sign * count
            else:
                for thing in source:
                    self[thing] = self.get(thing, 0) + sign

    def copy(self):
        """A new Counter with the same counts."""
        return self.__class__(self)

    def __delitem__(self, thing):
        if thing in self:
            super(Counter, self).__delitem__(thing)

    def __repr__(self):
        if not self:
            return '%s()' % self.__class__.__name__
        return '%s({%s})' % (self.__class__.__name__, ', '.join('%r: %r' % pair for pair in self.most_common()))

    # Multisets: the results have no counts of 0 and below.

    def _combined(self, other, rule):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for thing in list(self) + [thing for thing in other if thing not in self]:
            count = rule(self[thing], other[thing])
            if count > 0:
                result[thing] = count
        return result

    def __add__(self, other):
        return self._combined(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combined(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._combined(other, max)

    def __and__(self, other):
        return self._combined(other, min)

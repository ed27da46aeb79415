"""What containers can be: the abstract base classes of the module collections."""

import sys as _sys
from abc import ABCMeta, abstractmethod

__all__ = ['Hashable', 'Iterable', 'Iterator', 'Sized', 'Container', 'Callable', 'Set', 'MutableSet', 'Mapping',
           'MutableMapping', 'MappingView', 'KeysView', 'ItemsView', 'ValuesView', 'Sequence', 'MutableSequence']

_py2 = _sys.version_info[0] == 2
if not _py2:
    __all__.append('ByteString')

_Base = ABCMeta('_Base', (object,), {})


def _defines(C, name):
    for B in getattr(C, '__mro__', ()):
        if name in B.__dict__:
            return bool(B.__dict__[name])
    return hasattr(C, name) if not hasattr(C, '__mro__') else False


def _one_trick(name, method, doc):
    """A class of everything that has one method."""
    def __subclasshook__(cls, C):
        if cls is made and _defines(C, method):
            return True
        return NotImplemented

    def demanded(self, *args, **kwds):
        return None if method != '__iter__' else iter(())
    demanded.__name__ = method
    made = ABCMeta(name, (object,), {
        '__doc__': doc, '__module__': '_abcoll', '__subclasshook__': classmethod(__subclasshook__),
        method: abstractmethod(demanded)})
    return made

Hashable = _one_trick('Hashable', '__hash__', 'What has a hash.')
Iterable = _one_trick('Iterable', '__iter__', 'What can be iterated over.')
Sized = _one_trick('Sized', '__len__', 'What has a length.')
Container = _one_trick('Container', '__contains__', 'What can tell if something is in it.')
Callable = _one_trick('Callable', '__call__', 'What can be called.')

_next = 'next' if _py2 else '__next__'


def _next_hook(cls, C):
    if cls is Iterator and _defines(C, _next) and _defines(C, '__iter__'):
        return True
    return NotImplemented


def _next_item(self):
    raise StopIteration
_next_item.__name__ = _next

Iterator = ABCMeta('Iterator', (Iterable,), {
    '__doc__': 'What gives one item after the other.', '__module__': '_abcoll', '__iter__': lambda self: self,
    '__subclasshook__': classmethod(_next_hook), _next: abstractmethod(_next_item)})

_SizedIterable = (Sized, Iterable, Container)


class _SetMethods(object):
    __slots__ = ()

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) <= len(other) and all(item in other for item in self)

    def __lt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) < len(other) and self.__le__(other)

    def __gt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return other < self

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return other <= self

    def __eq__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) == len(other) and self.__le__(other)

    def __ne__(self, other):
        return not (self == other)

    __hash__ = None

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(value for value in other if value in self)

    def isdisjoint(self, other):
        return not any(value in self for value in other)

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(item for part in (self, other) for item in part)

    def __sub__(self, other):
        if not isinstance(other, Set):
            if not isinstance(other, Iterable):
                return NotImplemented
            other = self._from_iterable(other)
        return self._from_iterable(value for value in self if value not in other)

    def __xor__(self, other):
        if not isinstance(other, Set):
            if not isinstance(other, Iterable):
                return NotImplemented
            other = self._from_iterable(other)
        return (self - other) | (other - self)


def _abstract(name, bases, methods, **demanded):
    """A class with these methods, which demands others."""
    namespace = dict((key, value) for key, value in methods.__dict__.items()
                     if key not in ('__dict__', '__weakref__', '__slots__', '__doc__', '__qualname__'))
    namespace.update(__module__='_abcoll', __doc__=methods.__doc__)
    for key, result in demanded.items():
        def method(self, *args, **kwds):
            if isinstance(result, type):
                raise result
            return result
        method.__name__ = key
        namespace[key] = abstractmethod(method)
    return ABCMeta(name, bases, namespace)

Set = _abstract('Set', _SizedIterable, _SetMethods)


class _MutableSetMethods(object):
    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        try:
            while True:
                self.pop()
        except KeyError:
            pass

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
        else:
            for value in it if isinstance(it, Set) else self._from_iterable(it):
                if value in self:
                    self.discard(value)
                else:
                    self.add(value)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
        else:
            for value in it:
                self.discard(value)
        return self

MutableSet = _abstract('MutableSet', (Set,), _MutableSetMethods, add=NotImplementedError, discard=NotImplementedError)


class MappingView(Sized):
    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, self._mapping)


class KeysView(MappingView, Set):
    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        for key in self._mapping:
            yield key


class ItemsView(MappingView, Set):
    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, item):
        key, value = item
        try:
            return self._mapping[key] == value
        except KeyError:
            return False

    def __iter__(self):
        for key in self._mapping:
            yield key, self._mapping[key]


class ValuesView(MappingView):
    def __contains__(self, value):
        return any(value == self._mapping[key] for key in self._mapping)

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]


class _MappingMethods(object):
    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    if _py2:
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

        def items(self):
            return [(key, self[key]) for key in self]

        def values(self):
            return [self[key] for key in self]
    else:
        def keys(self):
            return KeysView(self)

        def items(self):
            return ItemsView(self)

        def values(self):
            return ValuesView(self)

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    def __ne__(self, other):
        return not (self == other)

    __hash__ = None

Mapping = _abstract('Mapping', _SizedIterable, _MappingMethods, __getitem__=KeyError)

_missing = object()


class _MutableMappingMethods(object):
    def pop(self, key, default=_missing):
        try:
            value = self[key]
        except KeyError:
            if default is _missing:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def clear(self):
        try:
            while True:
                self.popitem()
        except KeyError:
            pass

    def update(*args, **kwds):
        if len(args) > 2:
            raise TypeError('update() takes at most 2 positional arguments (%d given)' % len(args))
        if not args:
            raise TypeError('update() takes at least 1 argument (0 given)')
        self = args[0]
        other = args[1] if len(args) == 2 else ()
        if isinstance(other, Mapping) or hasattr(other, 'keys'):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default

MutableMapping = _abstract('MutableMapping', (Mapping,), _MutableMappingMethods, __setitem__=KeyError,
                           __delitem__=KeyError)


class _SequenceMethods(object):
    def __iter__(self):
        at = 0
        try:
            while True:
                yield self[at]
                at += 1
        except IndexError:
            return

    def __contains__(self, value):
        return any(item == value for item in self)

    def __reversed__(self):
        for at in reversed(range(len(self))):
            yield self[at]

    def index(self, value):
        for at, item in enumerate(self):
            if item == value:
                return at
        raise ValueError

    def count(self, value):
        return sum(1 for item in self if item == value)

Sequence = _abstract('Sequence', _SizedIterable, _SequenceMethods, __getitem__=IndexError)


class _MutableSequenceMethods(object):
    def append(self, value):
        self.insert(len(self), value)

    def reverse(self):
        count = len(self)
        for at in range(count // 2):
            self[at], self[count - at - 1] = self[count - at - 1], self[at]

    def extend(self, values):
        for value in values:
            self.append(value)

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self

MutableSequence = _abstract('MutableSequence', (Sequence,), _MutableSequenceMethods, __setitem__=IndexError,
                            __delitem__=IndexError, insert=IndexError)

for _kind in (tuple, str, range if not _py2 else xrange):
    Sequence.register(_kind)
MutableSequence.register(list)
Set.register(frozenset)
MutableSet.register(set)
MutableMapping.register(dict)
if _py2:
    Sequence.register(basestring)
    Sequence.register(buffer)
else:
    KeysView.register(type({}.keys()))
    ValuesView.register(type({}.values()))
    ItemsView.register(type({}.items()))
    Set.register(type({}.keys()))
    Set.register(type({}.items()))

    class ByteString(Sequence):
        """bytes and bytearray."""

    ByteString.register(bytes)
    ByteString.register(bytearray)
    MutableSequence.register(bytearray)

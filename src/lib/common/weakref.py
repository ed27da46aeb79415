"""Weak reference support for Python: the mappings and the set over the built-in references."""

import sys

from _weakref import (getweakrefcount, getweakrefs, ref, proxy,
                      CallableProxyType, ProxyType, ReferenceType)

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs",
           "WeakKeyDictionary", "ReferenceType", "ProxyType",
           "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet"]

_lists = sys.version_info[0] == 2
if _lists:
    ReferenceError = ReferenceError
    __all__.append("ReferenceError")


class _IterationGuard(object):
    """Holds back removals while somebody walks along a container."""

    def __init__(self, container):
        self.container = ref(container)

    def __enter__(self):
        container = self.container()
        if container is not None:
            container._iterating.add(self)
        return self

    def __exit__(self, e, t, b):
        container = self.container()
        if container is not None:
            container._iterating.remove(self)
            if not container._iterating:
                container._commit_removals()


class KeyedRef(ref):
    """A reference that knows the key it is stored under in a WeakValueDictionary."""

    __slots__ = "key",

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super(KeyedRef, self).__init__(ob, callback)


class _WeakMapping(object):
    """What the two mappings share: everything that can be said in terms of `_pairs`."""

    def __init__(self):
        self._pending_removals = []
        self._iterating = set()
        self.data = {}

    def _commit_removals(self):
        removals = self._pending_removals
        while removals:
            self.data.pop(removals.pop(), None)

    def _forget(self, key):
        if self._iterating:
            self._pending_removals.append(key)
        else:
            self.data.pop(key, None)

    def __repr__(self):
        return "<%s at %s>" % (self.__class__.__name__, id(self))

    def __len__(self):
        # 2.7 counts what is gone but still in its place.
        return len(self.data) - (0 if _lists else len(self._pending_removals))

    def __eq__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

    def iteritems(self):
        with _IterationGuard(self):
            for pair in self._pairs():
                yield pair

    def iterkeys(self):
        with _IterationGuard(self):
            for key, value in self._pairs():
                yield key

    def itervalues(self):
        with _IterationGuard(self):
            for key, value in self._pairs():
                yield value

    __iter__ = iterkeys

    if _lists:
        def items(self):
            return list(self.iteritems())

        def keys(self):
            return list(self.iterkeys())

        def values(self):
            return list(self.itervalues())

        def has_key(self, key):
            return key in self
    else:
        items, keys, values = iteritems, iterkeys, itervalues

    def clear(self):
        while self.data:
            self.data.popitem()

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def update(*args, **kwargs):
        # By position, so that `self` and `dict` may be keys.
        if not args:
            raise TypeError("update() needs an argument")
        self, given = args[0], args[1:]
        if len(given) > 1:
            raise TypeError("expected at most 1 arguments, got %d" % len(given))
        if self._pending_removals:
            self._commit_removals()
        if given and given[0] is not None:
            source = given[0] if hasattr(given[0], "items") else dict(given[0])
            for key, value in source.items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def copy(self):
        new = self.__class__()
        for key, value in self.items():
            new[key] = value
        return new

    __copy__ = copy

if not _lists:
    del _WeakMapping.iteritems, _WeakMapping.iterkeys, _WeakMapping.itervalues


class WeakValueDictionary(_WeakMapping):
    """Mapping class that references values weakly.

    Entries in the dictionary will be discarded when no strong
    reference to the value exists anymore
    """

    def __init__(*args, **kw):
        if not args:
            raise TypeError("__init__() needs an argument")
        self, args = args[0], args[1:]
        _WeakMapping.__init__(self)

        def remove(wr, selfref=ref(self)):
            self = selfref()
            if self is not None:
                self._forget(wr.key)
        self._remove = remove
        self.update(*args, **kw)

    def _pairs(self):
        for key, wr in self.data.items():
            value = wr()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        if self._pending_removals:
            self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def __delitem__(self, key):
        if self._pending_removals:
            self._commit_removals()
        del self.data[key]

    def __contains__(self, key):
        wr = self.data.get(key)
        return wr is not None and wr() is not None

    def get(self, key, default=None):
        wr = self.data.get(key)
        value = None if wr is None else wr()
        return default if value is None else value

    def pop(self, key, *args):
        if self._pending_removals:
            self._commit_removals()
        try:
            value = self.data.pop(key)()
        except KeyError:
            value = None
        if value is None:
            if args:
                return args[0]
            raise KeyError(key)
        return value

    def popitem(self):
        if self._pending_removals:
            self._commit_removals()
        while 1:
            key, wr = self.data.popitem()
            value = wr()
            if value is not None:
                return key, value

    def valuerefs(self):
        return list(self.data.values())

    def itervaluerefs(self):
        with _IterationGuard(self):
            for wr in self.data.values():
                yield wr


class WeakKeyDictionary(_WeakMapping):
    """ Mapping class that references keys weakly.

    Entries in the dictionary will be discarded when there is no
    longer a strong reference to the key. This can be used to
    associate additional data with an object owned by other parts of
    an application without adding attributes to those objects. This
    can be especially useful with objects that override attribute
    accesses.
    """

    def __init__(self, dict=None):
        _WeakMapping.__init__(self)

        def remove(k, selfref=ref(self)):
            self = selfref()
            if self is not None:
                self._forget(k)
        self._remove = remove
        if dict is not None:
            self.update(dict)

    def _pairs(self):
        for wr, value in self.data.items():
            key = wr()
            if key is not None:
                yield key, value

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        try:
            wr = ref(key)
        except TypeError:
            return False
        return wr in self.data

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def popitem(self):
        while 1:
            wr, value = self.data.popitem()
            key = wr()
            if key is not None:
                return key, value

    def keyrefs(self):
        return list(self.data)

    def iterkeyrefs(self):
        with _IterationGuard(self):
            for wr in list(self.data):
                yield wr

if not _lists:
    del WeakKeyDictionary.iterkeyrefs


class WeakSet(object):
    """A set whose elements don't live for being in it."""

    def __init__(self, data=None):
        self.data = set()
        self._pending_removals = []
        self._iterating = set()

        def _remove(item, selfref=ref(self)):
            self = selfref()
            if self is not None:
                if self._iterating:
                    self._pending_removals.append(item)
                else:
                    self.data.discard(item)
        self._remove = _remove
        if data is not None:
            self.update(data)

    def _commit_removals(self):
        removals = self._pending_removals
        while removals:
            self.data.discard(removals.pop())

    def __iter__(self):
        with _IterationGuard(self):
            for wr in list(self.data):
                item = wr()
                if item is not None:
                    yield item

    def __len__(self):
        return sum(wr() is not None for wr in self.data)

    def __contains__(self, item):
        try:
            wr = ref(item)
        except TypeError:
            return False
        return wr in self.data

    def add(self, item):
        if self._pending_removals and not self._iterating:
            self._commit_removals()
        self.data.add(ref(item, self._remove))

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return (self.__class__, (list(self),), getattr(self, '__dict__', None))

    def pop(self):
        while True:
            try:
                wr = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet")
            item = wr()
            if item is not None:
                return item

    def remove(self, item):
        self.data.remove(ref(item))

    def discard(self, item):
        self.data.discard(ref(item))

    def update(self, other):
        for element in list(other):
            self.add(element)

    def __ior__(self, other):
        self.update(other)
        return self

    def union(self, other):
        new = self.copy()
        new.update(other)
        return new

    __or__ = union

    def difference_update(self, other):
        if self is other:
            self.clear()
        for element in list(other):
            self.discard(element)

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def difference(self, other):
        new = self.copy()
        new.difference_update(other)
        return new

    __sub__ = difference

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        self.data.intersection_update([ref(item) for item in other])

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def symmetric_difference_update(self, other):
        if self is other:
            self.clear()
        self.data.symmetric_difference_update([ref(item, self._remove) for item in other])

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def symmetric_difference(self, other):
        other = self.__class__(other)
        return self.difference(other).union(other.difference(self))

    __xor__ = symmetric_difference

    def issubset(self, other):
        return all(item in other for item in self)

    __le__ = issubset

    def issuperset(self, other):
        return all(item in self for item in other)

    __ge__ = issuperset

    def __lt__(self, other):
        return self.issubset(other) and len(self) < len(other)

    def __gt__(self, other):
        return self.issuperset(other) and len(self) > len(other)

    def isdisjoint(self, other):
        return not any(item in self for item in other)

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return set(self) == set(other)

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

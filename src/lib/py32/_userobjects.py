"""collections.UserDict, UserList and UserString: classes around a dict, a list and a string, for deriving from."""

from _abcoll import MutableMapping, MutableSequence, Sequence

__all__ = ['UserDict', 'UserList', 'UserString']


def _data(other):
    return other.data if isinstance(other, (UserList, UserString)) else other


class UserDict(MutableMapping):
    """Behaves like a dict; `data` is one."""

    def __init__(self, dict=None, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if len(kwargs):
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(self.__class__, "__missing__"):
            return self.__class__.__missing__(self, key)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        # Without __missing__.
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def copy(self):
        if self.__class__ is UserDict:
            return UserDict(self.data.copy())
        # Whatever else an object of a derived class has is copied as `copy` does, the dict item by item.
        import copy
        data = self.data
        try:
            self.data = {}
            made = copy.copy(self)
        finally:
            self.data = data
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


class UserList(MutableSequence):
    """Behaves like a list; `data` is one."""

    def __init__(self, initlist=None):
        self.data = []
        if initlist is not None:
            self.data[:] = self._list(initlist)

    @staticmethod
    def _list(other):
        return other.data if isinstance(other, UserList) else list(other)

    def __repr__(self):
        return repr(self.data)

    def __lt__(self, other):
        return self.data < self.__cast(other)

    def __le__(self, other):
        return self.data <= self.__cast(other)

    def __eq__(self, other):
        return self.data == self.__cast(other)

    def __ne__(self, other):
        return self.data != self.__cast(other)

    def __gt__(self, other):
        return self.data > self.__cast(other)

    def __ge__(self, other):
        return self.data >= self.__cast(other)

    def __cast(self, other):
        return other.data if isinstance(other, UserList) else other

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return self.__class__(self.data + self._list(other))

    def __radd__(self, other):
        return self.__class__(self._list(other) + self.data)

    def __iadd__(self, other):
        self.data += self._list(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(_data(other))


class UserString(Sequence):
    """Behaves like a string; `data` is one."""

    def __init__(self, seq):
        self.data = seq if isinstance(seq, str) else seq.data[:] if isinstance(seq, UserString) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __eq__(self, string):
        return self.data == _data(string)

    def __ne__(self, string):
        return self.data != _data(string)

    def __lt__(self, string):
        return self.data < _data(string)

    def __le__(self, string):
        return self.data <= _data(string)

    def __gt__(self, string):
        return self.data > _data(string)

    def __ge__(self, string):
        return self.data >= _data(string)

    def __contains__(self, char):
        return _data(char) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    @staticmethod
    def _str(other):
        other = _data(other)
        return other if isinstance(other, str) else str(other)

    def __add__(self, other):
        return self.__class__(self.data + self._str(other))

    def __radd__(self, other):
        return self.__class__(self._str(other) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)


def _method(name, wraps):
    def method(self, *args, **kwds):
        result = getattr(self.data, name)(*[_data(arg) for arg in args], **kwds)
        return self.__class__(result) if wraps else result
    method.__name__ = name
    return method


for _name in ('capitalize center encode expandtabs ljust lower lstrip replace rjust rstrip strip swapcase title translate '
              'upper zfill').split():
    setattr(UserString, _name, _method(_name, True))
for _name in ('count endswith find format index isalpha isalnum isdecimal isdigit isidentifier islower isnumeric isspace '
              'istitle isupper join partition rfind rindex rpartition rsplit split splitlines startswith').split():
    setattr(UserString, _name, _method(_name, False))
for _class in (UserDict, UserList, UserString):
    _class.__module__ = 'collections'

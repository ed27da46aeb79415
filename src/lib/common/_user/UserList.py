"""A class around a list, for deriving from."""

import _abcoll

_PY2 = str is bytes


class UserList(_abcoll.MutableSequence):
    """Behaves like a list; `data` is one."""

    __module__ = "UserList" if _PY2 else "collections"
    __hash__ = None

    def __init__(self, initlist=None):
        self.data = []
        if initlist is not None:
            self.data[:] = initlist.data if isinstance(initlist, UserList) else list(initlist)

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
        return self.__class__(self.data + (other.data if isinstance(other, UserList) else list(other)))

    def __radd__(self, other):
        return self.__class__((other.data if isinstance(other, UserList) else list(other)) + self.data)

    def __iadd__(self, other):
        self.data += other.data if isinstance(other, UserList) else list(other)
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
        self.data.extend(other.data if isinstance(other, UserList) else other)

    if _PY2:
        def __cmp__(self, other):
            return cmp(self.data, self.__cast(other))

        def __getslice__(self, i, j):
            return self.__class__(self.data[max(i, 0):max(j, 0)])

        def __setslice__(self, i, j, other):
            self.data[max(i, 0):max(j, 0)] = other.data if isinstance(other, UserList) else list(other)

        def __delslice__(self, i, j):
            del self.data[max(i, 0):max(j, 0)]

"""A class around a string, for deriving from."""

import _abcoll

__all__ = ["UserString"]


class UserString(_abcoll.Sequence):
    """Behaves like a string; `data` is one."""

    def __init__(self, seq):
        self.data = seq if isinstance(seq, basestring) else seq.data[:] if isinstance(seq, UserString) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __long__(self):
        return long(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __cmp__(self, other):
        return cmp(self.data, other.data if isinstance(other, UserString) else other)

    def __contains__(self, char):
        return char in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __getslice__(self, start, end):
        return self.__class__(self.data[max(start, 0):max(end, 0)])

    def __add__(self, other):
        return self.__class__(self.data + (other.data if isinstance(other, UserString) else
                                           other if isinstance(other, basestring) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, basestring) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)


def _method(name, wraps):
    def method(self, *args, **kwds):
        args = tuple([arg.data if isinstance(arg, UserString) else arg for arg in args])
        result = getattr(self.data, name)(*args, **kwds)
        return self.__class__(result) if wraps else result
    method.__name__ = name
    return method

for _name in ('capitalize center expandtabs ljust lower lstrip replace rjust rstrip strip swapcase title translate upper '
              'zfill').split():
    setattr(UserString, _name, _method(_name, True))
for _name in ('count decode encode endswith find index isalpha isalnum isdecimal isdigit islower isnumeric isspace istitle '
              'isupper join partition rfind rindex rpartition rsplit split splitlines startswith').split():
    setattr(UserString, _name, _method(_name, False))
del _name

"""A class around a string, for deriving from."""

import _abcoll

_PY2 = str is bytes
_TEXT = basestring if _PY2 else str


def _data(other):
    return other.data if isinstance(other, UserString) else other


class UserString(_abcoll.Sequence):
    """Behaves like a string; `data` is one."""

    __module__ = "UserString" if _PY2 else "collections"

    def __init__(self, seq):
        self.data = seq if isinstance(seq, _TEXT) else seq.data[:] if isinstance(seq, UserString) else str(seq)

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

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        return self.__class__(self.data + (other.data if isinstance(other, UserString) else
                                           other if isinstance(other, _TEXT) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, _TEXT) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    if _PY2:
        def __long__(self):
            return long(self.data)

        def __cmp__(self, other):
            return cmp(self.data, _data(other))

        def __contains__(self, char):
            return char in self.data

        def __getslice__(self, start, end):
            return self.__class__(self.data[max(start, 0):max(end, 0)])
    else:
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


def _method(name, wraps):
    def method(self, *args, **kwds):
        result = getattr(self.data, name)(*[_data(arg) for arg in args], **kwds)
        return self.__class__(result) if wraps else result
    method.__name__ = name
    return method


# What gives a string that is made one of these again, and what gives something else.
_WRAPPED = ('capitalize center expandtabs ljust lower lstrip replace rjust rstrip strip swapcase title translate upper '
            'zfill').split()
_PLAIN = ('count endswith find index isalpha isalnum isdecimal isdigit islower isnumeric isspace istitle isupper join '
          'partition rfind rindex rpartition rsplit split splitlines startswith').split()
if _PY2:
    _PLAIN += ['decode', 'encode']
else:
    _WRAPPED += ['encode']
    _PLAIN += ['format', 'isidentifier']
for _names in _WRAPPED, _PLAIN:
    for _name in _names:
        setattr(UserString, _name, _method(_name, _names is _WRAPPED))
del _name, _names

# Classes derived from built-in types.
#
#   gilpy programs/language/derived_from_builtins.py
#
# See: operations give the base type back, unless the class says otherwise.

class Money(int):
    def __repr__(self):
        return 'Money(%d)' % self

    def __add__(self, other):
        return Money(int(self) + other)

m = Money(5)
print([m, m + 1, m * 2, m == 5, hash(m) == hash(5), {5: 'five'}[m], [10, 20, 30, 40, 50, 60][m]])
print('%d %s' % (m, m))


class Stack(list):
    push = list.append

    def __getitem__(self, i):
        return 'item %r' % (list.__getitem__(self, i),)

s = Stack([1, 2])
s.push(3)
print([s, s[0], len(s), s.pop(), isinstance(s, list), type(s + [1]).__name__])


class Lower(str):
    def __new__(cls, text):
        return str.__new__(cls, text.lower())

    def __len__(self):
        return 99

t = Lower('ABC')
print([t, t + 'D', len(t), t == 'abc', type(t.upper()).__name__, t[1]])


class Ordered(dict):
    def __init__(self):
        dict.__init__(self)
        self.order = []

    def __setitem__(self, key, value):
        self.order.append(key)
        dict.__setitem__(self, key, value)

d = Ordered()
d['b'] = 1
d['a'] = 2
d.update(c=3)
print([d.order, sorted(d), d['a'], len(d)])


class Point(tuple):
    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    x = property(lambda self: self[0])

p = Point(3, 4)
print([p, p.x, p == (3, 4), p + (5,), sum(p)])


class Celsius(float):
    def __str__(self):
        return '%.1f degrees' % self

print('%s, %r' % (Celsius(21.55), Celsius(21.5)))


class Error(ValueError):
    def __init__(self, code, text):
        ValueError.__init__(self, text)
        self.code = code

try:
    raise Error(42, 'with a code')
except ValueError as error:
    print([error.code, error.args, str(error), isinstance(error, Error)])


class Truth(object):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __index__(self):
        return self.n

    def __int__(self):
        return self.n * 10

    def __float__(self):
        return self.n / 2.0

print([bool(Truth(0)), bool(Truth(2)), 'abcdef'[Truth(2)], int(Truth(3)), float(Truth(3)), range(5)[Truth(1)]])
try:
    class Bad(bool):
        pass
except TypeError as error:
    print(error)
try:
    class Clash(int, str):
        pass
except TypeError as error:
    print(str(error).splitlines()[0])

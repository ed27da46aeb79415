# Operators of one's own classes.
#
#   gilpy --profile 2.7 programs/language/operators.py
#   gilpy --profile 3.2 programs/language/operators.py
#
# See: the right operand is asked if the left one gives up, and first if its class is derived from the left one's.

class Vector(object):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return '%s(%r, %r)' % (self.__class__.__name__, self.x, self.y)

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, n):
        return Vector(self.x * n, self.y * n)

    __rmul__ = __mul__

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __ne__(self, other):
        return not self == other

    def __bool__(self):
        return bool(self.x or self.y)

    __nonzero__ = __bool__

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __contains__(self, n):
        return n in (self.x, self.y)

    def __call__(self, scale):
        return self * scale

    def __hash__(self):
        return hash((self.x, self.y))

v = Vector(1, 2)
print([v + Vector(10, 20), v * 3, 3 * v, -v, v(5)])
w = v
w += Vector(1, 1)
print([v, w is v, v == Vector(2, 3), v != Vector(2, 3)])
print([bool(v), bool(Vector(0, 0)), len(v), list(v), 3 in v, v[-1]])
try:
    v + 1
except TypeError as error:
    print(error)
try:
    1 - v
except TypeError as error:
    print(error)
try:
    v < v
    print('2.7 orders what has no order')
except TypeError as error:
    print(error)


class Left(object):
    def __add__(self, other):
        return 'Left.__add__'

    def __radd__(self, other):
        return 'Left.__radd__'


class Derived(Left):
    def __radd__(self, other):
        return 'Derived.__radd__'

print([Left() + Derived(), Derived() + Left(), 1 + Left(), Left() + Left()])
print([1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, not 0, 1 and 'x', 0 or 'y', None is None])


class Noisy(object):
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print('compare %d' % self.n)
        return self.n < other.n

print(Noisy(2) < Noisy(1) < Noisy(0))
print(5 if v else 6)

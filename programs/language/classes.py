# Classes: attributes, methods, inheritance, and the order in which bases are searched.
#
#   gilpy programs/language/classes.py
#
# See: the method resolution order of a diamond; that super() follows it; that a class with bases in contradictory
# order cannot be made. Under 2.7 the error for that is worded differently and a class without (object) is a classic one.

class Base(object):
    kind = 'base'

    def __init__(self, name):
        self.name = name

    def hello(self):
        return ['Base ' + self.name]

    @classmethod
    def make(cls, name):
        return cls(name)

    @staticmethod
    def add(a, b):
        return a + b


class Left(Base):
    def hello(self):
        return ['Left'] + super(Left, self).hello()


class Right(Base):
    kind = 'right'

    def hello(self):
        return ['Right'] + super(Right, self).hello()


class Bottom(Left, Right):
    def hello(self):
        return ['Bottom'] + super(Bottom, self).hello()

b = Bottom.make('b')
print(b.hello())
print([c.__name__ for c in Bottom.__mro__])
print(b.kind)
print(Base.add(2, 3))
print(isinstance(b, Right) and issubclass(Bottom, Left))
print(type(b) is Bottom and b.__class__ is Bottom)

try:
    class Impossible(Base, Left):
        pass
except TypeError as error:
    print(str(error).splitlines()[0])

Base.kind = 'changed for all'
print(Left('l').kind)
b.kind = 'its own'
print(b.kind)
del b.kind
print(b.kind)

try:
    b.missing
except AttributeError as error:
    print(error)


class Fallback(object):
    def __getattr__(self, name):
        return 'made up: ' + name

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)

f = Fallback()
f.x = 21
print(f.x)
print(f.y)


class Slots(object):
    __slots__ = ['a']

s = Slots()
s.a = 1
try:
    s.b = 2
except AttributeError as error:
    print(error)


class Private(object):
    def __init__(self):
        self.__secret = 1

print(sorted(Private().__dict__))


class Old:
    def method(self):
        return 'called'

print(type(Old()).__name__)
print(Old().method())
Dynamic = type('Dynamic', (Base,), {'extra': lambda self: self.name * 2})
print(Dynamic('ab').extra())

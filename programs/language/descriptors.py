# Descriptors: attributes that are computed by an object in the class.
#
#   gilpy programs/language/descriptors.py
#
# See: one with __set__ goes before the instance's own attribute, one without goes after it. Functions are
# descriptors: getting one from an instance makes a bound method.

class Loud(object):
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return 'get %s of %s' % (self.name, owner.__name__ if instance is None else instance)

    def __set__(self, instance, value):
        print('set %s of %s to %r' % (self.name, instance, value))

    def __delete__(self, instance):
        print('del %s of %s' % (self.name, instance))


class Quiet(object):
    def __get__(self, instance, owner):
        return 'computed'


class Thing(object):
    loud = Loud('loud')
    quiet = Quiet()

    def __str__(self):
        return 'a thing'

    def method(self):
        return 'method of %s' % self

t = Thing()
print(Thing.loud)
print(t.loud)
t.loud = 3
del t.loud
t.__dict__['loud'] = 'hidden'
print(t.loud)
print(t.quiet)
t.quiet = 'mine'
print(t.quiet)

m = t.method
print(m())
print(Thing.__dict__['method'].__get__(t, Thing)())
print(m.__self__ is t)


class Celsius(object):
    def __init__(self):
        self._degrees = 0

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273:
            raise ValueError('too cold')
        self._degrees = value

    fahrenheit = property(lambda self: self.degrees * 9 // 5 + 32)

c = Celsius()
c.degrees = 100
print(c.fahrenheit)
try:
    c.degrees = -300
except ValueError as error:
    print(error)
try:
    c.fahrenheit = 1
except AttributeError as error:
    print(error)

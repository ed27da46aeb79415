# python changed_bases.py
#
# A class gets other bases while there are classes below it: those find what is above them now. Where one of them could
# not have an order of its bases any more, nothing is changed. In a family that comes together again and again, each class
# is told of a change once, however many ways lead to it: here more than five hundred million.

import gc


class First(object):
    x = 'first'


class Second(object):
    x = 'second'


class Third(object):
    x = 'third'


class Top(First):
    pass


class Left(Top):
    pass


class Bottom(Left):
    pass


def show():
    classes = (Top, Left, Bottom)
    print([c.x for c in classes] + [c().x for c in classes])


show()
First.x = 'first, changed'
show()
Top.__bases__ = (Second,)
show()
First.x = 'first, changed again'
Second.x = 'second, changed'
show()
for n in range(3):
    Top.__bases__ = (Third,)
    show()
    Third.x = 'third, changed %d times' % (n + 1)
    show()
Top.__bases__ = (Second, Third)
show()
del Second.x
show()
Second.x = 'second, anew'
show()
try:
    Left.__bases__ = (Bottom,)
except TypeError as error:
    print(error)


class Ordered(Second, Third):
    pass


class Both(Top, Ordered):
    pass


print(Both.x)
try:
    Top.__bases__ = (Third, Second)
except TypeError:
    print('%s, as before' % [c.__name__ for c in Top.__bases__])
show()
print([c.__name__ for c in Both.__mro__])
Third.x = 'third, at last'
Second.x = 'second, at last'
show()
print(Both.x)
del Second.x
show()
print(Both.x)

last = Family = type('Family', (object,), {})
for n in range(29):
    left, right = type('Left', (last,), {}), type('Right', (last,), {})
    last = type('Last', (left, right), {})
print(hasattr(last, 'x'))
Family.x = 'of the family'
print(last.x)
# Asking for all objects looks at each class, too.
print(len(gc.get_objects()) > 0)
del Family.x
print(hasattr(last(), 'x'))

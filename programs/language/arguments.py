# Arguments: positional, by name, with defaults, the rest; and the errors for too many and too few.
#
#   gilpy --profile 2.7 programs/language/arguments.py
#   gilpy --profile 3.2 programs/language/arguments.py
#
# See: a default is computed once, when the function is made. The errors are worded a little differently.

def f(a, b=2, *rest, **named):
    return a, b, rest, sorted(named.items())

print(f(1))
print(f(1, 3, 4, 5))
print(f(b=1, a=2))
print(f(1, x=9, y=8))
print(f(*[1, 2, 3], **{'k': 'v'}))
print(f(0, *(7, 8)))


def grow(item, to=[]):
    to.append(item)
    return to

print([grow(1)[:], grow(2)[:], grow(3, [])])


def two(a, b):
    return a, b

for call in (lambda: two(1), lambda: two(1, 2, 3), lambda: two(1, c=2), lambda: two(1, a=2), lambda: two(*3),
             lambda: two(**[]), lambda: f(), lambda: two(a=1)):
    try:
        print(call())
    except TypeError as error:
        print(error)


class C(object):
    def method(self, x):
        return x

try:
    C().method()
except TypeError as error:
    print(error)
try:
    C.method()
except TypeError as error:
    print(error)
print((lambda x, *y: (x, y))(1, 2, 3))
print([f.__defaults__, two.__code__.co_varnames, two.__code__.co_argcount])


def three(a, b=2, c=3):
    return a, b, c

# The last default is the last argument's, also where there are more of them than arguments.
three.__defaults__ = (1, 2, 3, 4, 5)
print(three(), three(7), three(7, 8))
three.__defaults__ = None
try:
    three(7)
except TypeError as e:
    print(e)

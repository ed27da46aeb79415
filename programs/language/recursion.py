# Recursion, deep and endless.
#
#   gilpy programs/language/recursion.py
#
# See: endless recursion is an exception like any other (RuntimeError in both versions), and the program goes on.

import sys


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))

print(ackermann(2, 3))


def hanoi(n, a='a', b='b', c='c'):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)

print(' '.join(hanoi(3)))
print(len(hanoi(8)))


def depth(n):
    return n if n == 0 else 1 + depth(n - 1)

print(depth(900))


def endless():
    return endless()

try:
    endless()
except RuntimeError as error:
    print('%s: %s' % (error.__class__.__name__, str(error)[:32]))


class Repr(object):
    def __repr__(self):
        return repr(self)

try:
    repr(Repr())
except RuntimeError as error:
    print(error.__class__.__name__)

sys.setrecursionlimit(5000)
print(depth(4000))
nested = []
nested.append(nested)
print(nested)
d = {}
d['self'] = d
print(d)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)

print(even(501))

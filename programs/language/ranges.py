# Ranges: numbers made on demand.
#
#   gilpy --profile 2.7 programs/language/ranges.py
#   gilpy --profile 3.2 programs/language/ranges.py
#
# See: 2.7's xrange has machine-size numbers, no slices, and looks for a number by walking along; 3.2's range has numbers
# of any size, slices that are ranges, and computes whether a number is in it.

try:
    lazy = xrange
except NameError:
    lazy = range


def attempt(what):
    try:
        print(repr(what()))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        print('%s: %s' % (error.__class__.__name__, error))


print(repr([lazy(5), lazy(2, 5), lazy(10, 0, -3), lazy(1, 10, 4)]))
print([list(lazy(3)), list(lazy(10, 0, -3)), list(lazy(5, 5)), list(reversed(lazy(0, 10, 3)))])
print([len(lazy(0, 100, 7)), lazy(0, 100, 7)[3], lazy(10)[-1]])
print([5 in lazy(10), 10 in lazy(10), 5.0 in lazy(10), 'a' in lazy(10), True in lazy(2)])
attempt(lambda: lazy(10)[10])
attempt(lambda: lazy(10)[2:5])
attempt(lambda: lazy(10)[::-1])
attempt(lambda: lazy(10)['a'])
attempt(lambda: lazy(1, 2, 0))
attempt(lambda: lazy(1.5))
attempt(lambda: lazy('a'))
attempt(lambda: lazy())
attempt(lambda: lazy(10 ** 20))
attempt(lambda: 10 ** 19 in lazy(10 ** 20))
attempt(lambda: lazy(10 ** 20)[10 ** 19])
attempt(lambda: list(lazy(10 ** 20, 10 ** 20 + 3)))
print([slice(2, None).indices(5), slice(None, None, -1).indices(5), slice(-3, 100, 2).indices(10)])
attempt(lambda: slice(1, 2, 0).indices(5))

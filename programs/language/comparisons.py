# Comparing: equality, identity, order.
#
#   gilpy --profile 2.7 programs/language/comparisons.py
#   gilpy --profile 3.2 programs/language/comparisons.py
#
# See: 2.7 finds an order between any two objects; 3.2 only between those that have one.

def order(a, b):
    try:
        return a < b
    except TypeError as error:
        return str(error)

print([order(1, 2), order('a', 'b'), order([1], [2]), order((1, 'a'), (1, 'b')), order(1, 1.5), order(True, 2)])
for a, b in ((1, 'a'), (None, 1), ([1], (1,)), ({}, []), ('a', None), (1j, 'a')):
    print('%r < %r: %s' % (a, b, order(a, b)))
print([1 == 1.0, 'a' == 1, None == 0, [1] == [1.0], {1: 2} == {1.0: 2.0}, () == []])
nan = float('nan')
print([nan == nan, [nan] == [nan], nan in [nan], nan != nan])
a = [1]
b = [1]
print([a == b, a is b, a is not b, a == a])


class Eq(object):
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, Eq) and self.n == other.n

print([Eq(1) == Eq(1), Eq(1) != Eq(1), Eq(1) == 1, Eq(1) in [Eq(1)]])
try:
    print(len(set([Eq(1), Eq(1)])))
except TypeError as error:
    print(error)


class Lt(object):
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

print([Lt(1) < Lt(2), Lt(2) > Lt(1), sorted([Lt(2), Lt(1)])[0].n, max([Lt(2), Lt(3), Lt(1)]).n])


class Strange(object):
    def __eq__(self, other):
        return 'not a bool'

print([Strange() == 1, bool(Strange() == 1)])
print(sorted([3, 2.5, True, 10 ** 20, -1]))
print(sorted(['b', 'B', 'a', '_', '1', '']))

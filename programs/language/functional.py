# Functions as values: map, filter, reduce, zip, itertools, operator.
#
#   gilpy programs/language/functional.py
#
# See: the same lists from both versions.

from functools import partial, reduce
import itertools
import operator

print(list(map(lambda x: x * x, range(5))))
print(list(filter(lambda x: x % 2, range(7))))
print([reduce(lambda a, b: a * b, range(1, 6)), reduce(operator.add, [[1], [2]], [0])])
print(list(zip([1, 2, 3], 'ab')))


def compose(*functions):
    return reduce(lambda f, g: lambda x: f(g(x)), functions)

print(compose(str, lambda x: x + 1, len)('four'))
print([list(itertools.chain('ab', [1])), list(itertools.islice(itertools.count(10, 5), 3)),
       list(itertools.repeat('x', 2)), list(itertools.islice(itertools.cycle('ab'), 5))])
print([(key, list(group)) for key, group in itertools.groupby('aabbbc')])
print([list(itertools.takewhile(lambda n: n < 3, range(9))), list(itertools.dropwhile(lambda n: n < 7, range(9)))])
print(list(itertools.product('ab', repeat=2)))
print([list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations('abc', 2))])
first, second = itertools.tee(iter(range(3)))
print([list(first), list(second)])
print(list(itertools.starmap(pow, [(2, 3), (3, 2)])))
print([operator.itemgetter(1)('abc'), operator.itemgetter(0, 2)('abc'), operator.attrgetter('real')(5)])
print([operator.mul(3, 4), operator.lt(1, 2), operator.not_(0), operator.contains([1], 1)])
print(sorted([('b', 1), ('a', 2)], key=operator.itemgetter(1), reverse=True))
add = partial(operator.add, 10)
print([add(5), partial(sorted, reverse=True)([1, 3, 2])])
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda *args: y(y)(*args)))
print(Y(lambda fact: lambda n: 1 if n < 2 else n * fact(n - 1))(10))
print([(lambda *a, **k: (a, sorted(k)))(1, 2, x=3), (lambda: None)(), [f(3) for f in (abs, str, lambda x: -x)]])

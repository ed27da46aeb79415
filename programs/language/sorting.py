# Sorting: stable, by key, by comparison, backwards.
#
#   gilpy --profile 2.7 programs/language/sorting.py
#   gilpy --profile 3.2 programs/language/sorting.py
#
# See: equal items keep their order. 2.7 can compare anything with anything; 3.2 refuses.

words = 'the quick brown fox jumps over the lazy dog'.split()
print(sorted(words))
print(sorted(words, key=len))
print(sorted(words, key=len, reverse=True))
print(sorted([3, 1.5, 2, -1, True]))
pairs = [(2, 'b'), (1, 'z'), (2, 'a'), (1, 'a')]
print(sorted(pairs))
print(sorted(pairs, key=lambda pair: pair[0]))
numbers = list(range(20))
numbers = numbers[::3] + numbers[1::3] + numbers[2::3]
numbers.sort()
print(numbers)
numbers.sort(key=lambda n: (n % 4, -n))
print(numbers)
numbers.reverse()
print(numbers[:5])
print([min(words), max(words, key=len), min(3, 1, 2)])

from functools import cmp_to_key
print(sorted([5, 2, 9], key=cmp_to_key(lambda a, b: b - a)))

try:
    print(sorted([1, 'a', None, 2.5]))
except TypeError as error:
    print(error)


class Upside(object):
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n > other.n

    def __repr__(self):
        return 'Upside(%d)' % self.n

print(sorted([Upside(1), Upside(3), Upside(2)]))


def failing(n):
    if n == 2:
        raise ValueError('key of 2')
    return n

items = [3, 2, 1]
try:
    items.sort(key=failing)
except ValueError as error:
    print('%s, %s' % (error, items))

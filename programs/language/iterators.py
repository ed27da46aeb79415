# Iterators: the protocol behind `for`, and the functions that live on it.
#
#   gilpy --profile 2.7 programs/language/iterators.py
#   gilpy --profile 3.2 programs/language/iterators.py
#
# See: zip, map and filter give lists in 2.7 and iterators in 3.2; the method is next() in 2.7, __next__() in 3.2.

class Countdown(object):
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1

    next = __next__

print(list(Countdown(3)))
print([type(x).__name__ for x in (zip('ab', [1, 2]), map(len, ['a']), filter(None, [0, 1]))])
print(list(zip('abc', range(2))))
print(list(map(lambda a, b: a + b, [1, 2], [10, 20])))
print(list(enumerate('ab', 5)))
print(list(reversed([1, 2, 3])))
it = iter([1, 2, 3])
print([next(it), list(it), next(it, 'none left')])
print(list(iter(iter([3, 2, 1, 0, 9]).__next__ if hasattr(it, '__next__') else iter([3, 2, 1, 0, 9]).next, 0)))


class Sequence(object):
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * 10

print(list(Sequence()))
print(20 in Sequence())
first, second = 'xy'
print(first + second)
try:
    a, b = [1, 2, 3]
except ValueError as error:
    print(error)
try:
    a, b, c = (1,)
except ValueError as error:
    print(error)
try:
    iter(3)
except TypeError as error:
    print(error)
for i in range(3):
    if i == 5:
        break
else:
    print('the loop was not broken')
items = [1, 2, 3]
for item in items:
    if item == 1:
        items.append(4)
print(items)
d = {'a': 1, 'b': 2}
try:
    for key in d:
        d[key + key] = 0
except RuntimeError as error:
    print(error)
print([any([]), all([]), any([0, 1]), all([1, 0])])
print(sum([[1], [2, 3]], []))

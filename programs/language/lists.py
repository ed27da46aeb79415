# Lists and tuples: methods, comparisons, errors.
#
#   gilpy programs/language/lists.py
#
# See: the methods that change a list give None.

items = [3, 1, 2]
print([items.append(4), items])
items.extend((5, 6))
items.insert(0, 'first')
items.insert(-1, 'before last')
items.insert(100, 'end')
print(items)
print([items.pop(), items.pop(0), items.pop(-2), items])
items.remove(5)
print([items, items.index(2), items.count(1), items.index(2, 1)])
for attempt in (lambda: items.remove('x'), lambda: items.index('x'), lambda: [].pop(), lambda: items.pop(99),
                lambda: [1] + (2,), lambda: [1] * 'a', lambda: (1,)[2], lambda: items.index(3, 1)):
    try:
        attempt()
    except (ValueError, IndexError, TypeError) as error:
        print('%s: %s' % (error.__class__.__name__, error))
print([[1, 2] + [3], [0] * 3, [[]] * 2, 2 * (1,), () + (1,)])
print([[1, 2] < [1, 3], [1] < [1, 0], (1, 2) == (1, 2), [1] == (1,), [] < [0]])
grid = [[0] * 2] * 2
grid[0][0] = 1
print(grid)
grid = [[0] * 2 for _ in range(2)]
grid[0][0] = 1
print(grid)
print([list('abc'), tuple([1, 2]), list((1,)), list({'k': 1}), len([None] * 5)])
print([3 in [1, 2, 3], 'x' not in 'abc', [1] in [[1]], None in [0]])
copy = items[:]
copy.append(9)
print([len(items), len(copy), items is items[:]])
items.reverse()
print(items)
del items[1:3]
print(items)
nested = [1, [2, [3, (4,)]]]
print(nested)
nested[1][1].append(nested)
print(nested)
print([(), (1,), (1, 2), [()], ((),)])
print([min(5, 3), max([1, 9, 4]), sum([1, 2, 3]), sum([0.5] * 4), sorted('hello')])
print([isinstance((), tuple), hash((1, 2)) == hash((1, 2)), bool([]), bool([0])])
try:
    hash([])
except TypeError as error:
    print(error)

# Dictionaries and sets.
#
#   gilpy --profile 2.7 programs/language/dicts_and_sets.py
#   gilpy --profile 3.2 programs/language/dicts_and_sets.py
#
# See: keys(), values() and items() are lists in 2.7, views in 3.2. (The order of a dict is not shown: nothing promises
# it.)

d = dict(a=1, b=2)
d['c'] = 3
print(sorted(d.items()))
print([d.get('x'), d.get('x', 0), d.setdefault('a', 9), d.setdefault('e', 5)])
print([d.pop('e'), d.pop('e', 'gone'), len(d), 'a' in d, 'z' in d])
d.update({'b': 20}, f=6)
print(sorted(d))
del d['f']
try:
    del d['f']
except KeyError as error:
    print(error)
print([type(d.keys()).__name__, type(d.items()).__name__])
print([1, 1.0, True] == [1, 1, 1] and len({1: 'a', 1.0: 'b', True: 'c'}) == 1)
print({1: 'a', 1.0: 'b'})
print(dict([(1, 2)], x=3) == {1: 2, 'x': 3})
print(dict.fromkeys('aab', 0) == {'a': 0, 'b': 0})
print({'a': {}} == {'a': {}})
for wrong in ([], {}, set()):
    try:
        {wrong: 1}
    except TypeError as error:
        print(error)


class Key(object):
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 2

    def __eq__(self, other):
        return self.n == other.n

keys = dict((Key(n), n) for n in range(6))
print([keys[Key(n)] for n in range(6)])


class Default(dict):
    def __missing__(self, key):
        return 'no ' + key

print(Default(a=1)['b'])

s = set([3, 1, 2, 3])
t = set([2, 3, 4])
print([sorted(x) for x in (s, s | t, s & t, s - t, s ^ t)])
print([s <= t, s <= s | t, s.isdisjoint([9]), 1 in s])
s.add(5)
s.discard(9)
s.remove(1)
print(sorted(s))
try:
    s.remove(1)
except KeyError as error:
    print(error)
s |= set([7])
s -= set([5])
print(sorted(s))
print(frozenset([1]) == set([1]))
print(len(set([frozenset([1]), frozenset([1])])))
print(set([5]))
print([set(), frozenset()])

# The order of dictionaries and sets.
#
#   gilpy --profile 2.7 programs/language/hash_order.py
#   gilpy --profile 3.2 programs/language/hash_order.py
#
# See: it is neither that of insertion nor any sorted one, but that of the slots of the hash table: a key goes to
# its hash modulo the size, or on from there if the slot is taken, and the table grows as it fills. The same in 2.7 and 3.2.

from __future__ import print_function

def show(items):
    print(' '.join(str(item) for item in items))


show({3: 0, 1: 0, 2: 0})
show({8: 0, 0: 0, 16: 0})
show({'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6, 'g': 7, 'h': 8, 'i': 9, 'j': 10})
show({1: 0, 2: 0, 3: 0, 11: 0, 19: 0, 27: 0, 35: 0})
show(dict(alpha=1, beta=2, gamma=3, delta=4, epsilon=5, zeta=6))
show(dict(('key%d' % i, i) for i in range(20)))
show(set([1, 9, 17, 25]))
show(set(range(100, 0, -7)))
show(frozenset(['red', 'green', 'blue', 'white', 'black', 'grey']))

# Removed keys leave marks behind that new ones may take over.
words = {}
for word in 'the quick brown fox jumps over the lazy dog and runs away from the big bad wolf'.split():
    words[word] = words.get(word, 0) + 1
show(sorted(words.values()))
show(words)
show(words.popitem())
del words['fox']
words['new'] = 1
show(words)
copy = words.copy()
show(copy)
copy.update({'zz': 1, 'the': 5})
show(copy)
copy.clear()
copy['q'] = copy['w'] = 1
show(copy)

squares = dict((i * i, i) for i in range(30))
for i in range(0, 30, 3):
    del squares[i * i]
squares[1000] = squares[2000] = 0
show(squares)

letters = set('abracadabra')
show(letters)
show(letters | set('xyz'))
show(letters & set('abx'))
show(letters - set('a'))
show(letters ^ set('az'))
show([letters.pop(), letters.pop()])
show(letters)
numbers = set(range(10))
numbers.discard(3)
numbers.update(range(40, 60))
numbers.intersection_update(range(5, 50))
show(numbers)


class Thing(object):
    pass


thing = Thing()
thing.foo, thing.bar, thing.baz, thing.q = 1, 2, 3, 4
show(thing.__dict__)


def keywords(**given):
    show(given)


keywords(one=1, two=2, three=3, four=4, five=5, six=6)

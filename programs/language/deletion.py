# When objects die: at once with their last reference; in a circle, when the collector comes.
#
#   gilpy programs/language/deletion.py
#
# See: __del__ runs at the `del`, before the next statement. A circle stays until gc.collect() finds it.

import gc


class Noisy(object):
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('dies: %s' % self.name)

a = Noisy('a')
b = a
del a
print('one reference left')
del b
print('none left')


def scope():
    local = Noisy('local of a function')
    return 'returned'

print(scope())
Noisy('never bound')
x = Noisy('replaced')
x = None
items = [Noisy('in a list')]
items.pop()
print('popped')


class Ring(object):
    def __init__(self):
        self.me = self

gc.collect()
Ring()
Ring()
print(gc.collect() > 0)
print(gc.collect())

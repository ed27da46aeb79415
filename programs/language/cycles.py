# Objects that refer to each other.
#
#   gilpy --profile 2.7 programs/language/cycles.py
#   gilpy --profile 3.2 programs/language/cycles.py
#
# See: counting references never frees them, the collector does; one with __del__ in a cycle is left in gc.garbage.

from __future__ import print_function

import gc
import weakref


class Node(object):
    pass


class WithDel(object):
    def __del__(self):
        print('__del__')


gc.collect()
a = Node()
a.other = Node()
a.other.other = a
ref = weakref.ref(a, lambda ref: print('the node is gone'))
del a
print('still there', ref() is not None)
print('collected', gc.collect())
print('dead', ref() is None)

cycle = []
cycle.append(cycle)
del cycle
print('a list in itself', gc.collect())
cycle = {}
cycle[1] = [cycle]
del cycle
print('a dict in a list in itself', gc.collect())
cycle = ([],)
cycle[0].append(cycle)
del cycle
print('a tuple in a list in itself', gc.collect())


def outer():
    def inner():
        return inner


outer()
print('a function in its own closure', gc.collect())

a = WithDel()
a.me = a
del a
print('with __del__', gc.collect(), len(gc.garbage))
garbage = gc.garbage.pop()
del garbage.me
del garbage

print(gc.isenabled(), gc.get_threshold())
gc.disable()
print(gc.isenabled())
gc.enable()
# Without anybody asking: many cycles, and memory does not grow without end.
ref = None
for i in range(30000):
    a = Node()
    a.me = a
    if i == 0:
        ref = weakref.ref(a)
print('collected on its own', ref() is None)

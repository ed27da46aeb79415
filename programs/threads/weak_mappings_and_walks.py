# Weak mappings that lose entries while somebody walks along them.
#
#   gilpy programs/threads/weak_mappings_and_walks.py
#
# See: what goes during a walk is taken out after it, or by the next change.

import gc
import threading
import weakref


class Thing(object):
    pass


def make(kind, count):
    things = [Thing() for _ in range(count)]
    if kind is weakref.WeakValueDictionary:
        return things, kind(enumerate(things))
    return things, kind((thing, number) for number, thing in enumerate(things))


for kind in weakref.WeakValueDictionary, weakref.WeakKeyDictionary:
    things, mapping = make(kind, 10)
    walk = iter(getattr(mapping, 'iteritems', mapping.items)())
    next(walk)
    del things
    gc.collect()
    during = len(mapping)
    list(walk)
    del walk
    gc.collect()
    print(kind.__name__, during, len(mapping))

things, mapping = make(weakref.WeakValueDictionary, 3)
walk = mapping.itervaluerefs()
first = next(walk)
print(first() in things)
key = [key for key, value in mapping.items() if value is things[2]][0]
del things[2]
try:
    del mapping[key]
except KeyError as error:
    print("KeyError", error)
del walk
print(sorted(mapping.keys()))

def churn(mapping):
    for number in range(300):
        thing = Thing()
        mapping[number] = thing
        del thing


shared = weakref.WeakValueDictionary()
threads = [threading.Thread(target=churn, args=(shared,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
print(len(shared))

# The module _threading_local: thread-local data written in Python, over the dicts of thread objects.
#
#   gilpy programs/threads/locals_in_python.py
#
# See: each thread has attributes of its own, and its own __init__ with the arguments of the first one; what a thread had goes when
# the thread goes, and everything goes with the object.

import gc
import sys
import threading
import time
import weakref
from _threading_local import local


class Thing(object):
    pass


class Derived(local):
    shared = "class"

    def __init__(self, start, step=1):
        self.value = start
        self.step = step

    def advance(self):
        self.value += self.step
        return self.value


def run(function, *args):
    thread = threading.Thread(target=function, args=args)
    thread.start()
    thread.join()
    # What it had goes when it has let its thread object go, which is a little later.
    while len(sys._current_frames()) > 1:
        time.sleep(0.001)


def print_all(*values):
    print(values)


plain = local()
plain.name = "main"
things = []


def use(number):
    print(hasattr(plain, 'name'))
    plain.name = number
    plain.thing = Thing()
    things.append(weakref.ref(plain.thing))
    print(plain.name, sorted(plain.__dict__))


for number in range(2):
    run(use, number)
gc.collect()
print(plain.name, [thing() for thing in things])

derived = Derived(10, step=5)
print(derived.advance(), derived.advance())
run(lambda: print_all(derived.advance(), derived.shared, sorted(derived.__dict__)))
derived.__dict__['more'] = 1
print(derived.more, derived.advance())
del derived.more
for call in [lambda: local(1), lambda: local(a=1), lambda: derived.more, lambda: plain.nothing,
             lambda: setattr(plain, '__dict__', {}), lambda: delattr(plain, '__dict__')]:
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__ + ": " + str(error))

kept = Thing()
plain.kept = kept
reference = weakref.ref(kept)
del kept, plain
gc.collect()
print(reference() is None)

# What sys.exc_info() tells a __del__ that runs when a handler is left.
#
#   gilpy programs/language/exception_state_in_destructors.py
#
# See: in 3.2 all three parts of the state from before are there already when the exception and what it refers to go.

import gc
import sys

seen = []


class Thing(object):
    def __del__(self):
        seen.append([part is None for part in sys.exc_info()])


def outer():
    try:
        raise ValueError("outer")
    except ValueError:
        inner()
        return sys.exc_info()[0].__name__


def inner():
    try:
        raise Exception(Thing())
    except Exception:
        pass


inner()
print(seen)
if sys.version_info[0] == 2:
    sys.exc_clear()
del seen[:]
print(outer(), seen)

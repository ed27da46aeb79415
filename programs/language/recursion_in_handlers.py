# What is left of the recursion limit for those who handle the error: in 3.2 fifty levels more, in 2.7 none.
#
#   gilpy programs/language/recursion_in_handlers.py
#
# See: in 3.2 a thread that has met the limit may go up to fifty levels beyond it until it has come back well below. So a handler
# can call functions; in 2.7 it meets the limit again at once.

import sys
import threading

sys.setrecursionlimit(200)


def down(levels):
    if levels:
        return down(levels - 1)
    return "bottom"


def handled_deep(levels):
    """The innermost handler goes down so many levels more."""
    try:
        return handled_once(levels)
    except RuntimeError:
        return "not to be handled there"


def handled_once(levels):
    if sys._getframe().f_back is None:
        return None
    try:
        return handled_once.__call__(levels)
    except RuntimeError:
        if levels in done:
            raise
        done.append(levels)
        return down(levels)


done = []
depth = 0


def count():
    global depth
    depth += 1
    count()


def overflow():
    global depth
    depth = 0
    try:
        count()
    except RuntimeError as error:
        return depth, str(error)


def in_a_class():
    class Nested(object):
        def __init__(self):
            self.below = Nested()
    try:
        Nested()
    except RuntimeError as error:
        return str(error)


for levels in 1, 20, 40:
    print(levels, handled_deep(levels))
for _ in range(3):
    print(overflow())
print(in_a_class(), in_a_class())


def in_a_thread():
    print(overflow()[1])
    print(handled_deep(30))
    print(overflow()[1])


thread = threading.Thread(target=in_a_thread)
thread.start()
thread.join()
print(overflow())
sys.setrecursionlimit(60)
print(overflow())

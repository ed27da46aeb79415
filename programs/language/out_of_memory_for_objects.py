# A process with little address space, filled by small objects.
#
#   gilpy programs/language/out_of_memory_for_objects.py
#
# See: a MemoryError that can be handled, since what was kept is free again by then. CPython itself may have nothing left for the
# handling; gilpy holds some in reserve.

import resource

resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
kept = []


def lists_in_a_list():
    own = kept
    while True:
        own.append([])


class Thing(object):
    pass


def instances():
    while True:
        thing = Thing()
        thing.before = kept and kept[-1]
        kept.append(thing)


for function in [lists_in_a_list, instances]:
    try:
        function()
    except MemoryError:
        print(function.__name__ + ": MemoryError")
    del kept[:]

# A process with little address space: what grows without end is a MemoryError, and the program goes on.
#
#   gilpy programs/language/out_of_memory.py
#
# See: lists, dicts, sets, strings and tuples each run into the limit, and what they had is free again afterwards.

import resource

resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
kept = []


def append():
    while True:
        kept.append(None)


def extend():
    kept.append(None)
    while True:
        kept.extend(kept)


def comprehension():
    return [None for _ in iter(int, 1)]


def inplace():
    global kept
    kept.append(None)
    while True:
        kept += kept


def concatenate():
    items = [None] * 1000
    while True:
        items = items + items


def fill_dict():
    table = {}
    number = 0
    while True:
        table[number] = None
        number += 1


def fill_set():
    numbers = set()
    number = 0
    while True:
        numbers.add(number)
        number += 1


def text():
    words = 'x' * 1000
    while True:
        words = words + words


def byte_array():
    array = bytearray(1000)
    while True:
        array.extend(array)


def tuples():
    items = (None,) * 1000
    while True:
        items = items + items


for function in [append, extend, comprehension, inplace, concatenate, fill_dict, fill_set, text, byte_array, tuples]:
    try:
        function()
    except MemoryError:
        print(function.__name__ + ": MemoryError")
    del kept[:]

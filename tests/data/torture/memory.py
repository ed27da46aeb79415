# The system has no more memory: a request that is too large, and growth without end, give MemoryError, and the script goes on. To
# be run with little address space.

import io
import itertools
import sys

# More than the address space that the test gives.
MUCH = 10 ** 9
text = 'a' * 10 ** 6


def append():
    made = []
    while True:
        made.append([])


def comprehend():
    return [[n] for n in itertools.count()]


def nest():
    made = ()
    while True:
        made = (made, [])


def insert():
    made = {}
    for n in itertools.count():
        made[n] = n


def add():
    made = set()
    for n in itertools.count():
        made.add(n)


def join():
    return ','.join([text] * 2000)


def grow():
    made = ''
    while True:
        made += text


def double():
    made = [1] * 10 ** 6
    while True:
        made = made + made


def extend():
    made = [0] * 10 ** 6
    while True:
        made.extend(made)


def splice():
    made = [0] * 10 ** 6
    while True:
        made[5:5] = made


def seek():
    made = io.BytesIO()
    made.seek(MUCH)
    made.write(b'x')


def bytes_grow():
    made = bytearray(10 ** 6)
    while True:
        made.extend(made)


def instances():
    class Thing(object):
        pass
    before = None
    while True:
        thing = Thing()
        thing.before = before
        before = thing


for use in [append, comprehend, nest, insert, add, join, grow, double, extend, splice, seek, bytes_grow, instances,
            lambda: text * 10 ** 4,
            lambda: [None] * MUCH,
            lambda: (None,) * MUCH,
            lambda: bytearray(MUCH),
            lambda: 'x'.rjust(MUCH),
            lambda: text.replace('a', 'b' * 10 ** 4),
            lambda: list(itertools.permutations(range(15))),
            lambda: (('a ' * 10 ** 8).split()),
            lambda: tuple(itertools.repeat(None))]:
    try:
        use()
    except MemoryError:
        pass
    else:
        sys.exit('no error from %s' % use.__name__)

print('ok')

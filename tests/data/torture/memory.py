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


def copies():
    # Copies of what is large, and all its parts, where there is no room for them. Some can be had without.
    large = b'x'
    large += b' '
    large += b'y' * (6 * 10 ** 7)
    kept = []
    try:
        while True:
            kept.append(bytearray(10 ** 6))
    except MemoryError:
        del kept[-10:]
    for copy in [lambda: large + b'x',
                 lambda: large.split(),
                 lambda: large.rsplit(None, 1),
                 lambda: large.split(b' '),
                 lambda: large.splitlines(),
                 lambda: large.partition(b' '),
                 lambda: large.strip(b'x'),
                 lambda: large.replace(b'y', b'z'),
                 lambda: large.replace(b'yy', b'z'),
                 lambda: large.replace(b'x', b''),
                 lambda: large.expandtabs(),
                 lambda: large.decode('ascii'),
                 lambda: io.BytesIO(large),
                 lambda: type('Bytes', (bytes,), {})(large),
                 lambda: int(large),
                 lambda: float(large),
                 lambda: '%s' % large.decode('ascii'),
                 lambda: '%.1000000000d' % 1,
                 lambda: '{0:1000000000}'.format('x'),
                 lambda: format('x', '1000000000')]:
        try:
            copy()
        except (MemoryError, OverflowError, ValueError):
            pass
    raise MemoryError


for use in [copies, append, comprehend, nest, insert, add, join, grow, double, extend, splice, seek, bytes_grow,
            instances,
            lambda: text * 10 ** 4,
            lambda: [None] * MUCH,
            lambda: (None,) * MUCH,
            lambda: bytearray(MUCH),
            lambda: 'x'.rjust(MUCH),
            lambda: text.replace('a', 'b' * 10 ** 4),
            lambda: list(itertools.permutations(range(15))),
            lambda: (('a ' * 10 ** 8).split()),
            lambda: tuple(itertools.repeat(None)),
            # In 2.7 these make their lists themselves.
            lambda: list(zip(itertools.count(), itertools.count())),
            lambda: list(map(lambda n: [n], itertools.count())),
            lambda: list(map(lambda n, m: [n, m], itertools.count(), itertools.count())),
            lambda: list(filter(None, itertools.count()))]:
    try:
        use()
    except MemoryError:
        pass
    else:
        sys.exit('no error from %s' % use.__name__)

print('ok')

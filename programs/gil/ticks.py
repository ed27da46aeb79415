# How many ticks does a line take?
#
#   gilpy --profile 2.7 programs/gil/ticks.py
#   gilpy --profile 3.2 programs/gil/ticks.py
#
# See: the ticks of some loops, per round. Only gilpy can count them: on a real CPython this says so and ends.
#
# A tick is neither a line nor an instruction: some instructions cost none (the "fast" ones: loading a local or a constant,
# storing a local, a jump on True or False), one call of a function in C costs one however long it takes, and entering
# a frame costs one. So `x in xrange(n)` is one tick and cannot be interrupted, and the same through a generator is three for
# each element and can. 2.7 counts ticks to know when to check; 3.2 has none, but looks at its breaker at the same places.

try:
    import gil
except ImportError:
    gil = None

numbers = range(1000)


def empty(n):
    for i in numbers:
        pass


def add(n):
    x = 0
    for i in numbers:
        x = x + 1


def call(n):
    for i in numbers:
        n(i)


def attribute(n):
    for i in numbers:
        n.real


def global_increment(n):
    global counter
    for i in numbers:
        counter += 1


def while_true(n):
    i = 0
    while True:
        i += 1
        if i > 999:
            break


def generator(n):
    -1 in (i for i in numbers)


def in_c(n):
    sum(numbers)


def in_range(n):
    -1.0 in numbers

counter = 0


def ticks_of(function, argument):
    before = gil.ticks()
    function(argument)
    return gil.ticks() - before

if gil is None:
    print('This Python has no module gil: only gilpy can count ticks.')
else:
    overhead = ticks_of(lambda n: None, 0)
    for name, function, argument in (('empty loop', empty, 0), ('x = x + 1', add, 0), ('call of C', call, int),
                                     ('call of a function', call, lambda i: i), ('attribute', attribute, 1),
                                     ('global += 1', global_increment, 0), ('while True', while_true, 0),
                                     ('in a generator', generator, 0), ('sum()', in_c, 0), ('in range', in_range, 0)):
        ticks = ticks_of(function, argument) - overhead
        print('%-18s %6d ticks for 1000 rounds: %.2f each' % (name, ticks, ticks / 1000.0))

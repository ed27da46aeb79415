# Generators: functions that stop at each yield and go on from there.
#
#   gilpy programs/language/generators.py
#
# See: nothing of a generator runs before the first next(); send() gives a value to the yield, throw() raises there,
# close() raises GeneratorExit there. Each resumption enters the frame anew and pays a tick for it, which is why a loop
# over a generator can be interrupted where a loop in C cannot (signals/generator_membership.py).

def talker():
    print('  started')
    heard = yield 'first'
    print('  heard %r' % (heard,))
    try:
        heard = yield 'second'
    except ValueError as error:
        print('  caught %s' % error)
        heard = yield 'third'
    print('  heard %r' % (heard,))

g = talker()
print('made')
print(next(g))
print(g.send('hello'))
print(g.throw(ValueError('thrown in')))
try:
    g.send('bye')
except StopIteration:
    print('it has ended')
print(list(g))


def careful():
    try:
        while True:
            yield 1
    finally:
        print('  cleaned up')

g = careful()
next(g)
g.close()
print('closed')


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2

g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def take(n, items):
    for item in items:
        if not n:
            return
        n -= 1
        yield item

print(list(take(5, (n * n for n in naturals() if n % 2))))


def recursive(tree):
    if isinstance(tree, tuple):
        for part in tree:
            for leaf in recursive(part):
                yield leaf
    else:
        yield tree

print(list(recursive((1, (2, (3, 4)), 5, ((6,),)))))


def me():
    yield next(itself)

itself = me()
try:
    next(itself)
except ValueError as error:
    print(error)
print(g.gi_frame is None)

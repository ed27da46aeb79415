# What 3.x brought.
#
#   gilpy --profile 3.2 programs/language/modern_python.py
#
# See: views, exception chains with context, keyword-only arguments, nonlocal, extended unpacking, ranges that are sequences,
# class keywords, literals.

print({1, 2, 3} == set([3, 2, 1]), {x: x * 2 for x in range(3)} == {0: 0, 1: 2, 2: 4})
print(0o17, 0b101, b'bytes'[0], 'text'[0])
d = {'a': 1}
keys = d.keys()
d['b'] = 2
print(sorted(keys), len(d.items()), d.keys() & {'a', 'z'}, ('a', 1) in d.items())
r = range(0, 20, 3)
print(r, r[2], r[-1], len(r), 9 in r, 10 in r, r.index(6), list(r[1:3]), range(0) == range(0))
first, *rest = 'abc'
print(first, rest)
try:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError('while handling')
except ValueError as error:
    print(repr(error.__context__), error.__cause__)
try:
    error
except NameError:
    print('the name is gone after its handler')


def f(a, *, b: 'note' = 2) -> int:
    return a + b

print(f(1), f(1, b=5), sorted(f.__annotations__))
print(7 / 2, 7 // 2, -7 // 2, 2 ** 64, type(2 ** 64))
print(ascii('\u00fc'), 'naïve'.encode('utf-8'), str(b'abc', 'ascii'))
print([x for x in map(str, filter(None, (0, 1, 2)))])
print(sorted(['b', 'A', 'c'], key=str.lower), max('abc', key=ord), next(iter([7])), next(iter([]), 'end'))


class Base:
    def who(self):
        return 'base of ' + type(self).__name__


class Child(Base):
    def who(self):
        return super().who().upper()

print(Child().who(), Child.__mro__[1].__name__)
print(round(2.5), round(3.5), round(-2.5), round(1.25, 1), divmod(-7, 2))
print('{} {!r} {:>5} {:.2f}'.format('a', 'b', 'c', 1.005), '{0.real} {1[k]}'.format(3, {'k': 'v'}))
print(int.from_bytes(b'\x01\x00', 'big'), (256).to_bytes(2, 'little'), (255).bit_length())
print(callable(print), print is not None, bool(''), bytes(2), bytearray(b'ab') + b'c')
print(sum(x for x in range(5)), all([]), any([]), list(reversed('abc')), dict(zip('ab', (1, 2))) == {'a': 1, 'b': 2})
for i, c in enumerate('xy', start=1):
    print(i, c, sep=':', end=' ')
print()
try:
    {}['key']
except KeyError as e:
    print(e, e.args)
try:
    int('x')
except ValueError as e:
    print(e)
try:
    None + 1
except TypeError as e:
    print(e)

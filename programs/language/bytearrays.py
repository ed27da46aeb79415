# bytearray: bytes that change in place.
#
#   gilpy --profile 2.7 programs/language/bytearrays.py
#   gilpy --profile 3.2 programs/language/bytearrays.py
#
# See: its items are ints in both languages, and it has the methods of bytes, which give bytearrays.

b = bytearray(b'hello')
print(b)
print([len(b), b[0], b[-1], b[1:3], b[::-1], list(b), 104 in b, b'ell' in b])
b[0] = 72
b[-1:] = b'0!'
del b[1]
print(b)
b[::2] = b'xyz'
print(b)
del b[::2]
print(b)
b.append(33)
b.extend([65, 66])
b.extend(b'CD')
b.insert(0, 62)
print([b, b.pop(), b.pop(0), b])
b.remove(33)
b.reverse()
print(b)
b += b'+'
b *= 2
print(b)
print([bytearray(3), bytearray(), bytearray([1, 2]), bytearray(b) is b, bytearray(b) == b])
print([b'a' + bytearray(b'b'), bytearray(b'a') + b'b', bytearray(b'ab') * 2, 2 * bytearray(b'ab')])
print([bytearray(b'a') == b'a', b'a' == bytearray(b'a'), bytearray(b'a') < b'b', bytearray(b'a') != bytearray(b'b')])

c = bytearray(b'The quick  brown fox')
print([c.upper(), c.title(), c.swapcase(), c.capitalize()])
print([c.find(b'quick'), c.rfind(b'o'), c.count(b'o'), c.index(b'brown')])
print([c.split(), c.split(b' '), c.split(None, 1), c.rsplit(b' ', 1)])
print([c.partition(b' '), c.rpartition(b'?')])
print([c.replace(b'o', b'00'), c.startswith(b'The'), c.endswith((b'cat', b'fox'))])
print([bytearray(b'  x ').strip(), bytearray(b'xxaxx').strip(b'x'), bytearray(b'7').zfill(3), bytearray(b'x').center(5)])
print([bytearray(b', ').join([b'a', bytearray(b'b')]), bytearray(b'l1\nl2\r\n').splitlines()])
print([bytearray(b'abc').isalpha(), bytearray(b'12').isdigit(), bytearray(b'').isalpha()])
print([bytearray(b'abc').translate(None, b'b'), bytearray(b'abc').decode('ascii') == b'abc'.decode('ascii')])
print([bytearray.fromhex(b'61 6263'.decode('ascii')), repr(bytearray(b'\'"\\\n\xff'))])
print([sum(bytearray(b'abc')), sorted(bytearray(b'cab')), max(bytearray(b'abc')), bytes(bytearray(b'xyz')) == b'xyz'])
it = iter(bytearray(b'ab'))
print([next(it), next(it), next(it, 'end')])
for key in (5, 'x', slice(0, 1, 0)):
    try:
        b[key]
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))
for value in (256, -1, 1.5):
    try:
        b[0] = value
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))
try:
    b[::2] = b'1'
except ValueError as error:
    print(error)

# What can stand on the left of an equals sign.
#
#   gilpy programs/language/assignment_targets.py
#
# See: unpacking nests; targets are assigned from left to right; the right side is computed first.

a = b = c = 1
print([a, b, c])
a, b = b + 1, a + 5
print([a, b])
(a, [b, c]), d = (1, (2, 3)), 4
print([a, b, c, d])
[a, b] = 'xy'
print(a + b)
i = 0
items = [10, 20, 30]
i, items[i] = 2, 'changed'
print([i, items])


class Box(object):
    pass

box = Box()
box.value, box.list = 5, [1, 2, 3]
box.value += 1
box.list[0] *= 10
box.list[1:] += ['tail']
print([box.value, box.list])
for box.value in range(3):
    pass
print(box.value)
for i, (left, right) in enumerate([(1, 2), (3, 4)]):
    print('%d %d %d' % (i, left, right))
d = {}
for d['key'] in 'ab':
    pass
print(d)
x = 7
for name, operation in (('+', lambda: x + 2), ('-', lambda: x - 2), ('*', lambda: x * 2), ('//', lambda: x // 2),
                        ('%', lambda: x % 2), ('**', lambda: x ** 2), ('<<', lambda: x << 2), ('>>', lambda: x >> 1),
                        ('&', lambda: x & 3), ('|', lambda: x | 8), ('^', lambda: x ^ 1)):
    print('x %s: %d' % (name, operation()))
x += 2
x -= 1
x *= 3
x //= 2
x %= 7
x **= 3
x <<= 2
x >>= 1
x &= 0xff
x |= 0x100
x ^= 1
print(x)
text = 'a'
text += 'b'
text *= 3
print(text)
same = first = [1]
first += [2]
print(same)
first = first + [3]
print(same)
del items[0], d['key']
print([items, d])
try:
    del nothing
except NameError as error:
    print(error)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print('%s, and yet %r' % (error, t))

# Slices: reading, writing, deleting.
#
#   gilpy programs/language/slices.py
#
# See: bounds are clipped, not checked; a slice with a step can only be replaced by as many items.

s = list(range(10))
print([s[2:5], s[:3], s[7:], s[-3:], s[:-7]])
print([s[::2], s[::-1], s[8:2:-2], s[5:100], s[100:]])
print('hello world'[::-1])
print((1, 2, 3, 4)[1:3])
s[2:5] = ['a', 'b']
print(s)
s[:0] = ['start']
s[len(s):] = ['end']
print(s)
s[1::3] = 'wxyz'
print(s)
del s[::2]
print(s)
try:
    s[::2] = [1]
except ValueError as error:
    print(error)
try:
    s[::0]
except ValueError as error:
    print(error)
try:
    s[99]
except IndexError as error:
    print(error)
try:
    s['1']
except TypeError as error:
    print(error)
print(slice(1, 10, 3).indices(6))


class Show(object):
    def __getitem__(self, key):
        return key

show = Show()
print(show[1:2:3])
print(show[1, ::2, ...])
print(show[()])
a = b = [1, 2, 3]
a[:] = [9]
print(b)

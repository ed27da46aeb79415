# bytearray and memoryview: bytes that can be changed, and windows on them.
#
#   gilpy programs/language/memory_of_bytes.py
#
# See: a view changes what it looks at, and copies nothing.

b = bytearray(b'hello')
b[0] = ord('J')
b += b'!'
b.append(33)
print(b == b'Jello!!')
print([len(b), b[1], list(b[:2]), b.find(b'l'), b.count(b'l'), bytes(b.upper()) == b'JELLO!!'])
b[1:3] = b'EL'
del b[-1]
print(b.decode('ascii'))
for attempt in (lambda: b.__setitem__(0, 256), lambda: bytearray([300]), lambda: b.__setitem__(99, 1)):
    try:
        attempt()
    except (ValueError, IndexError) as error:
        print('%s: %s' % (error.__class__.__name__, error))
view = memoryview(b)
print([len(view), view.readonly, view[1:3].tobytes() == b'EL', view.tolist()[0] == b[0]])
view[0:2] = b'je'
print(b.decode('ascii'))
try:
    memoryview(b'abc')[0] = b'x'
except TypeError as error:
    print(error)
print(bytearray(3) == b'\0\0\0')

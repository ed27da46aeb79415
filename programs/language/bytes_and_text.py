# Bytes and text, which 3.x keeps apart.
#
#   gilpy --profile 3.2 programs/language/bytes_and_text.py
#
# See: an item of bytes is a number; bytes and str never compare equal, and cannot be added.

b = b'abc\xff'
print(b, b[0], b[1:3], list(b))
print(b == 'abc', b'a' in b, 97 in b)
print('h\u00e9llo'.encode('utf-8'), b'h\xc3\xa9'.decode('utf-8'))
print(ascii('h\u00e9'), len('h\u00e9'))
print(bytes([1, 2, 3]), bytes(3), bytearray(b'xy'))
try:
    b + 'x'
except TypeError as error:
    print(error)
try:
    b'\xff'.decode('utf-8')
except UnicodeDecodeError as error:
    print(error)
try:
    '\u20ac'.encode('ascii')
except UnicodeEncodeError as error:
    print(error)
print('\u20ac'.encode('ascii', 'replace'), '\u20ac'.encode('ascii', 'backslashreplace'))
a = bytearray(b'hello')
a[0] = 72
a.extend(b'!')
print(a, bytes(a))
print(int(memoryview(b' 12 ')), float(memoryview(b'1.5')), int(bytearray(b'ff'), 16))

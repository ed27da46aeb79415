# What strings say to arguments that they can't use.
#
#   gilpy --profile 2.7 programs/language/string_errors.py
#   gilpy --profile 3.2 programs/language/string_errors.py
#
# See: 2.7 names its two kinds of string, 3.2 the two types that no longer mix; the methods word their refusals
# differently, according to how each of them parses its arguments.

import sys

EXPRESSIONS = r"""
'a' + 5
5 + 'a'
'a' * 'b'
'a' * 2.0
'a'[2]
'a'['b']
'a'[1.0]
'abc'['a':]
'abc'[::0]
'a' in 5
5 in 'a'
''.join([1])
','.join(['a', 2])
'a'.find(5)
'a'.find()
'a'.find('a', 'b')
'a'.find('a', 1, 2, 3)
'a'.count(5)
'a'.index('b')
'a'.rindex('b')
'a'.replace(1, 2)
'a'.replace('a')
'a'.replace('a', 'b', 'c')
'a'.split(5)
'a'.split('')
'a'.split('a', 'b')
'a'.strip(5)
'a'.startswith(5)
'a'.startswith((5, 'a'))
'a'.startswith(('a', 5))
'a'.partition(5)
'a'.partition('')
'a'.center()
'a'.center('b')
'a'.center(5, 'ab')
'a'.center(5, 5)
'a'.zfill('b')
'a'.expandtabs('a')
'a'.splitlines('b')
'a'.upper(1)
'a'.encode(5)
'a'.encode('no such codec')
b'\xff'.decode('ascii', 'no such handler')
'ab' * (1 << 62)
'a' * (1 << 64)
'a'.__getitem__('a')
'a'.__eq__(5)
'a' == 5
'a' != 5
'a' < 5
str.upper(5)
str.join('a')
b'a' + 5
b'a'[5]
b'a'['b']
bytearray(-1)
bytearray([1, 256])
bytearray(b'a')[5]
bytearray(b'a')['a']
bytearray(b'a') + 5
bytearray(b'a').append(256)
bytearray(b'').pop()
bytearray(b'a').pop(5)
bytearray(b'a').remove(5)
bytearray(b'ab').index(b'z')
300 in bytearray(b'a')
hash(bytearray(b'a'))
bytearray.fromhex('6x')
"""

ONLY_27 = r"""
u'a' + 5
u'a' + '\xff'
'\xe9' + u'a'
'%s\xff' % u'a'
u'a'.find(5)
u'a'.join([5])
'a'.join([u'\xe9', '\xff'])
u'a'.replace('a', 5)
u'a'.center(5, 'ab')
u'a'.translate({97: 3.5})
unicode('\xff')
unicode(5, 'ascii')
unicode(u'a', 'ascii')
str(u'\xe9')
u'a' < '\xff'
'a'.translate('b')
'616'.decode('hex')
'\x41\\x4'.decode('string_escape')
basestring()
bytearray(u'abc')
u'a' + bytearray(b'b')
"""

ONLY_32 = r"""
b'a' + 'a'
'a' + b'a'
b'a' in 'a'
'a' in b'a'
256 in b'a'
b'a'.find('a')
b'a'.join(['a'])
b'a'.split('a')
b'a'.startswith('a')
b'a'.center(5, 'a')
b'a'.translate(b'a')
b'a' < 'a'
b'a' == 'a'
b'a' % 5
str(b'a', 'ascii', 5)
str('a', 'ascii')
str(5, 'ascii')
bytes('a')
bytes('a', 5)
bytes(-1)
bytes([1, 256])
bytes([1, 'a'])
bytes(3.5)
bytes.fromhex('61 6')
'a'.maketrans('a', 'bc')
'a'.maketrans('a')
str.maketrans({'cd': 1})
'a'.translate({97: 3.5})
'\ud800'.encode('utf-8')
bytearray('a')
bytearray(b'a') + 'a'
bytearray(b'a').join(['a'])
"""

for expression in (EXPRESSIONS + (ONLY_27 if str is bytes else ONLY_32)).strip().split('\n'):
    try:
        result = repr(eval(expression))
    except Exception:
        result = '%s: %s' % (sys.exc_info()[0].__name__, sys.exc_info()[1])
    print('%-40s %s' % (expression, result))

# -*- coding: koi8-r -*-
# A source in another encoding: the line above says which
#
#   gilpy programs/language/coding_line.py
#
# See: in 2.7 a byte string has the bytes of the file, and a unicode literal has characters; in 3.2 all text has characters,
# and names may have letters of any language.

import sys

text = 'Привет'
if sys.version_info[0] == 2:
    print(repr(text))
    print(repr(text.decode('koi8-r')))
    print(repr(eval("u'%s'" % text)))
else:
    print(ascii(text))
    exec('имя = len(text); print(имя == 6)' if sys.stdout.encoding else '')
print(repr(b'\xc1\xc2'.decode('koi8-r').encode('cp1251')))
for name in ('cp866', 'iso8859-5', 'mac-cyrillic', 'cp1252'):
    try:
        print('%s %r' % (name, b'\xc1\xc2'.decode('koi8-r').encode(name)))
    except UnicodeEncodeError as error:
        print(error)
try:
    b'abc\x81'.decode('cp1252')
except UnicodeDecodeError as error:
    print(error)
print(repr(b'abc\x81'.decode('cp1252', 'ignore')))

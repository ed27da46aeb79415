# -*- coding: ascii -*-
# Text to bytes and back: the codecs, and what each error handler makes of what does not fit.
#
#   gilpy --profile 2.7 programs/language/codecs_and_errors.py
#   gilpy --profile 3.2 programs/language/codecs_and_errors.py
#
# See: which bytes of bad UTF-8 count as one error, and how the position is told; that 2.7 lets surrogates pass.

import sys

text_type = type(b''.decode('ascii'))


def points(value):
    """The same for both languages: text as a list of code points."""
    if isinstance(value, text_type):
        return 'text ' + ' '.join('%04x' % ord(c) for c in value)
    return 'bytes ' + ' '.join('%02x' % b for b in bytearray(value))


def show(what, function):
    try:
        result = points(function())
    except Exception:
        result = '%s: %s' % (sys.exc_info()[0].__name__, str(sys.exc_info()[1]).replace("u'", "'"))
    print('%-42s %s' % (what, result))


cafe = b'caf\xc3\xa9 \xe2\x82\xac'.decode('utf-8')
for encoding in ['utf-8', 'UTF8', 'utf_8_sig', 'latin-1', 'ascii', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32',
                 'utf-32-be', 'unicode_escape', 'raw_unicode_escape', 'no-such-codec']:
    show('encode ' + encoding, lambda: cafe.encode(encoding))
    show('there and back ' + encoding, lambda: cafe.encode(encoding).decode(encoding))
for handler in ['ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'no-such-handler']:
    show('encode ascii ' + handler, lambda: cafe.encode('ascii', handler))
    show('encode latin-1 ' + handler, lambda: cafe.encode('latin-1', handler))
    show('decode ascii ' + handler, lambda: b'a\xff\xfeb'.decode('ascii', handler))

for bad in [b'\xff', b'ab\xe1\x80', b'\xe1a', b'\xe1ab', b'\xe1\x80b', b'\xf0\x90\x80', b'\xf0\x90\x80b', b'\xe0\x80\x80',
            b'\xc0\x80', b'\xf5\x80', b'\xf0\x80\x80\x80', b'\xf4\x90\x80\x80', b'\xe1\x80\xff\xc3(']:
    shown = ' '.join('%02x' % b for b in bytearray(bad))
    show('utf-8 ' + shown, lambda: bad.decode('utf-8'))
    show('utf-8 replace ' + shown, lambda: bad.decode('utf-8', 'replace'))
show('a lone surrogate', lambda: b'\\ud800'.decode('unicode_escape').encode('utf-8'))
show('decoded', lambda: b'\xed\xa0\x80'.decode('utf-8'))

for bad in [b'abc', b'a\x00\x00\xd8a\x00', b'a\x00\x00\xdc', b'\x00\xd8']:
    show('utf-16-le ' + ' '.join('%02x' % b for b in bytearray(bad)), lambda: bad.decode('utf-16-le'))
for bad in [br'\x4', br'\u12', br'\U00110000', b'a\\', br'\x41\n\101\q']:
    show('unicode_escape ' + bad.decode('ascii'), lambda: bad.decode('unicode_escape'))
for bad in [br'\u12', br'\u0041\\u0041\\\u0041']:
    show('raw_unicode_escape ' + bad.decode('ascii'), lambda: bad.decode('raw_unicode_escape'))

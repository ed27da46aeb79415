# Two kinds of string in 2.7: str of bytes and unicode of text.
#
#   gilpy --profile 2.7 programs/language/unicode_27.py
#
# See: they mix as long as the bytes are ASCII.

u = u'h\xe9llo \u20ac'
print repr(u), len(u)
print repr(u.encode('utf-8')), repr('h\xc3\xa9'.decode('utf-8'))
print 'abc' == u'abc', repr('abc' + u'd'), hash('abc') == hash(u'abc')
try:
    '\xc3' + u'x'
except UnicodeDecodeError, error:
    print error
try:
    str(u)
except UnicodeEncodeError, error:
    print error
print repr(unicode('x')), isinstance('x', basestring), isinstance(u'x', basestring)
print repr(u'%s and %s' % ('a', u'b')), repr('%s' % u'c')
print repr(u.upper()), u.find(u'l')
print unichr(65), ord(u'\u20ac')

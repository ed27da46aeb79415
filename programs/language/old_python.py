# What 3.x took away.
#
#   gilpy --profile 2.7 programs/language/old_python.py
#
# See: tuple parameters, the comma in except and raise, classic classes, has_key, apply, and integer division.

import sys


def distance((x, y), z=3):
    return x + y + z

print distance((1, 2)), (lambda (a, b): a * b)((3, 4))
try:
    raise ValueError, 'with a comma'
except (TypeError, ValueError), error:
    print error, repr(error)
print error
try:
    raise KeyError('key'), None
except KeyError, e:
    print e, e.message


class Classic:
    attr = 1

    def __init__(self):
        self.x = 2

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError, name
        return 'got ' + name

    def __cmp__(self, other):
        return cmp(self.x, other.x)

c = Classic()
print c.attr, c.x, c.missing, c == Classic(), type(c), Classic.__bases__, c.__class__
print isinstance(c, Classic), str(type(Classic))
d = {'a': 1}
print d.has_key('a'), d.keys(), d.iteritems().next()
print apply(max, (1, 2)), range(3), map(None, [1], [2, 3]), filter(str.isalpha, 'a1b'), reduce(lambda a, b: a + b, 'abc')
print zip('ab', 'cd'), type({}.values()), sys.maxint == sys.maxsize
print 7 / 2, -7 / 2, 7 / 2.0, 1 / 3 * 3, 0x10L, 017, 10 ** 20, int(10 ** 20).__class__.__name__
print `[1, 'x']`, u'u', ur'\n', 'a' 'b'
exec 'y = 5'
print y, eval('y + 1')
print "%s" % (u'x'), 'x' < 5, None < 0, [] > {}, (1,) > [9]
print sorted([5, 'a', None, 2L]), cmp(3, 'x'), coerce(1, 2.0)
print callable(c), intern('abc') is 'abc', unichr(97), long(5), hex(255L), oct(8)
print raw_input.__name__, buffer('abc')[1], xrange(3), list(xrange(5, 0, -2))
while 1:
    print 'once',
    break
print
print >>sys.stdout, 'done'

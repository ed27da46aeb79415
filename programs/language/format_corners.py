# The corners of '%' and of str.format().
#
#   gilpy --profile 2.7 programs/language/format_corners.py
#   gilpy --profile 3.2 programs/language/format_corners.py
#
# See: which combinations of flags, width and precision do what, and what each says when it can't.

import sys


class Number(object):
    def __int__(self):
        return 7

    def __float__(self):
        return 2.5

    def __str__(self):
        return 'str of Number'

    def __repr__(self):
        return 'repr of Number'

    def __format__(self, spec):
        return 'format of Number by %r' % str(spec)


class Thing(object):
    x = 5
    items = {'k': [1, 2, 3]}

    def __format__(self, spec):
        return 5


PERCENT = [
    ('%d', 'a'), ('%d', 3.7), ('%d', Number()), ('%d', None), ('%d', 2j), ('%x', -255), ('%#x', 255), ('%#X', 255),
    ('%#o', 8), ('%#o', 0), ('%#x', 0), ('%#.5o', 8), ('%#.5x', 255), ('%05d', -3), ('%+d', 3), ('% d', 3), ('%+ d', 3),
    ('%-5d|', 3), ('%-05d|', 3), ('%5.3d|', 3), ('%05.3d|', 3), ('%.0d|', 0), ('%#08x', -255), ('%8.3x|', 255),
    ('%i %u', (1, -2)), ('%d', 1 << 70), ('%#x', -(1 << 70)), ('%030d', -(1 << 70)), ('%.30d', 1 << 70), ('%d', True),
    ('%e', 1234.5), ('%E', 1e-10), ('%f', 1), ('%f', 'a'), ('%f', Number()), ('%F', float('inf')), ('%f', float('nan')),
    ('%g', 1e10), ('%#g', 1), ('%10.3f|', 3.14159), ('%-10.3f|', 3.14159), ('%010.3f|', -3.14159), ('%#.0f', 2.5),
    ('%05f', float('inf')), ('%s %s', (1,)), ('%s', (1, 2)), ('%s', ()), ('abc', 5), ('abc', ()), ('abc', {}),
    ('abc', [1]), ('abc', 'x'), ('%s', [1]), ('%(a)s', {'a': 1}), ('%(a)s', 5), ('%(a)s', (1,)), ('%(a)s', {}),
    ('%(a', {}), ('%(a(b)c)s', {'a(b)c': 4}), ('%(a)s %s', {'a': 1}), ('%y', 1), ('%', ()), ('%5', 1), ('%%', ()),
    ('%5%|', ()), ('%%', 5), ('%*d', (5, 3)), ('%-*d|', (5, 3)), ('%*d|', (-5, 3)), ('%.*f', (2, 3.14159)),
    ('%.*f', (-2, 3.14159)), ('%*d', ('a', 3)), ('%*d', (5,)), ('%ld %hd %Ld', (1, 2, 3)), ('%lld', 1), ('%c', 'a'),
    ('%c', 'ab'), ('%c', 97), ('%c', -1), ('%c', None), ('%5c|', 'a'), ('%r', 'a'), ('%s', Number()), ('%r', Number()),
    ('%.2s', 'abc'), ('%5.2s|', 'abc'), ('%-5s|', 'abc'), ('%05s|', 'abc'), ('%99999999999999999999d', 1),
]

FORMAT = r"""
'{}'.format(1)
'{} {}'.format(1)
'{0} {}'.format(1, 2)
'{} {0}'.format(1, 2)
'{a}'.format(a=1)
'{a}'.format(1)
'{'.format(1)
'}'.format(1)
'{{{}}}'.format(1)
'{0'.format(1)
'{0}}'.format(1)
'{!r}'.format('a')
'{!s}'.format(Number())
'{!x}'.format(1)
'{!}'.format(1)
'{!rx}'.format(1)
'{0!r:>5}'.format('a')
'{:>{}}'.format('a', 5)
'{:>{w}}'.format('a', w=5)
'{:{:{}}}'.format('a', 5, 5)
'{0.x} {0.items[k][1]}'.format(Thing())
'{0[0]}'.format([5])
'{0[-1]}'.format({'-1': 5})
'{0.}'.format(1)
'{0[}'.format(1)
'{0[]}'.format(1)
'{0[k]x}'.format({'k': 1})
'{0.z}'.format(Thing())
'{0[9]}'.format([5])
'{99999999999999999999}'.format(5)
'{.x}'.format(Thing())
'{0:abc}'.format(Number())
'{0}'.format(Thing())
'{0:d}'.format('a')
'{0:s}'.format(5)
'{0:5}|{1:5}'.format(5, 'a')
'{0:,}'.format(1234567)
'{0:>+5}'.format('a')
'{0:=5}'.format('a')
'{0:,}'.format('a')
'{0:.3}|{0:*^10.3s}'.format('abcdef')
'{:.}'.format('a')
'{:<<5}'.format('a')
'{0:{1}{2}}'.format('a', '>', 6)
'{a b}'.format(**{'a b': 4})
'{:10}|{:d}'.format(True, True)
format(Number(), 'x'), format(5, 'x'), format('a', '>5'), format(3.5)
format('a', 5)
"""


def show(what, function):
    try:
        result = repr(function())
    except Exception:
        result = '%s: %s' % (sys.exc_info()[0].__name__, sys.exc_info()[1])
    print('%-45s %s' % (what, result))


for template, arguments in PERCENT:
    show('%r %% %r' % (template, arguments), lambda: template % arguments)
for expression in FORMAT.strip().split('\n'):
    show(expression, lambda: eval(expression))

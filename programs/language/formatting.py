# The % operator and str.format.
#
#   gilpy programs/language/formatting.py
#
# See: the same in both versions but for long integers' repr and the text of some errors.

print('%d %5d|%-5d|%05d %+d' % (1, 2, 3, 4, 5))
print('%x %X %#x %o' % (255, 255, 255, 8))
print('%s %r %10s|%-10s|' % ('text', 'text', 'right', 'left'))
print('%.3s|%5.1s|' % ('abcdef', 'abcdef'))
print('%f %.2f %8.3f|%-8.1f|' % (1.5, 2.345, 3.14159, 2.25))
print('%e %.1E %g %g %g' % (12345.678, 0.00012, 0.0001, 1e10, 123456789.0))
print('%c%c %%' % ('a', 66))
print('%(name)s is %(age)d' % {'name': 'Ada', 'age': 36})
print('%*d|%-*d|%.*f' % (5, 42, 5, 42, 2, 3.14159))
print('%s' % ((1, 2),))
print('%s %s' % (None, [1, 'a']))
for wrong, args in (('%d', 'x'), ('%d %d', (1,)), ('%d', (1, 2)), ('%z', 1), ('%(a)s', 3)):
    try:
        print(wrong % args)
    except (TypeError, ValueError) as error:
        print('%s: %s' % (error.__class__.__name__, error))

print('{} {} {}'.format(1, 'two', 3.0))
print('{1} {0} {1}'.format('a', 'b'))
print('{name!r:>10}|{value:<8.3f}|'.format(name='n', value=2.0 / 3))
print('{0:*^11}|{0:>11}|{0:<11}|'.format('mid'))
print('{0:d} {0:x} {0:#o} {0:b} {0:+d} {0:,}'.format(1234567))
print('{0[1]} {1.real} {2[key]}'.format([10, 20], 5, {'key': 'v'}))
print('{0:{1}}|'.format('w', 6))
print('{{}} {0:%}'.format(0.25))
print('{0:e} {0:g} {0:10.2e}|'.format(12345.678))
print(format(3.0, '.1f') + format(7, '05d') + format('x', '>3'))
for wrong in ('{', '{0', '}', '{2}', '{x}', '{0:q}'):
    try:
        print(wrong.format(1))
    except (ValueError, KeyError, IndexError) as error:
        print('%s: %s' % (wrong, error.__class__.__name__))

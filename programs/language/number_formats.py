# Numbers in the format mini-language.
#
#   gilpy --profile 2.7 programs/language/number_formats.py
#   gilpy --profile 3.2 programs/language/number_formats.py
#
# See: the two versions differ in floats without a type, which are str() in each, and in '#' for floats.


def show(value, spec):
    try:
        print('%-12r %-10s |%s|' % (value, spec, format(value, spec)))
    except (OverflowError, ValueError) as error:
        print('%-12r %-10s %s: %s' % (value, spec, error.__class__.__name__, error))


for spec in ('', 'd', '8', '<8', '^8', '*>8', '+', ' ', '08', '=+8', ',', 'x', '#x', '#010b', 'o', 'e', '.1f', '%', 'c', 's', '.3',
             '5d5', ',x'):
    show(42, spec)
for spec in (',', '020,', 'X', '#X'):
    show(-123456789, spec)
for value in (1234567.891, -0.0, 1e16, 0.1 + 0.2, float('inf'), float('nan')):
    for spec in ('', 'f', 'e', 'g', '.3', '012.2f', ',.1f', '+%', 'n', '#.0f', 'd'):
        show(value, spec)
for spec in ('', '.2f', '+e', '>20', '08', '=10'):
    show(1.5 - 2j, spec)
show(True, '')
show(True, 'd')

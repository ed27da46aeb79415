# Characters by their names: \N{...} in text
#
#   gilpy programs/language/character_names.py
#
# See: the names are those of the version's own Unicode: 2.7 has 5.2 of 2009, 3.2 has 6.0 of 2010, so what came later has no
# name, and neither have control characters.

from __future__ import print_function, unicode_literals
import sys


def show(text):
    print(text.encode('unicode_escape').decode('ascii'))

show('\N{GREEK SMALL LETTER ALPHA}\N{greek small letter beta}')
show('\N{SNOWMAN} \N{LATIN SMALL LETTER E WITH ACUTE}\N{NO-BREAK SPACE}')
show('\N{CJK UNIFIED IDEOGRAPH-4E00}\N{HANGUL SYLLABLE GAG}\N{MUSICAL SYMBOL G CLEF}')
show(r'\N{SNOWMAN}')
prefix = 'u' if sys.version_info[0] == 2 else ''
for name in ('INDIAN RUPEE SIGN', 'PILE OF POO', 'GRINNING FACE', 'NULL', 'cjk unified ideograph-4e00', 'no such name', ''):
    try:
        show(eval(prefix + "'\\N{%s}'" % name))
    except SyntaxError as error:
        print('%s: %s' % (name, error))
for source in ("'\\N'", "'\\N{SNOWMAN'", "'\\N[SNOWMAN]'"):
    try:
        show(eval(prefix + source))
    except SyntaxError as error:
        print('%s: %s' % (source, error))
print(b'\\N{SNOWMAN}'.decode('unicode_escape') == '\N{SNOWMAN}')
try:
    b'a\\N{SNOWWOMAN}'.decode('unicode_escape')
except UnicodeDecodeError as error:
    print(error)

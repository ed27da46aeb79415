# Text in lines of a width.
#
#   gilpy --profile 2.7 programs/library/wrapped_text.py
#   gilpy --profile 3.2 programs/library/wrapped_text.py
#

import textwrap
s = "Hello there -- you goof-ball, use the -b option! This is a sentence.  And another-one with averyveryverylongwordindeed, x-y-z 3-4 and end."
for w in (5, 10, 20, 40, 70):
    print(textwrap.wrap(s, w)); print(textwrap.wrap(s, w, break_long_words=False, break_on_hyphens=False)); print(textwrap.fill(s, w, initial_indent="* ", subsequent_indent="  ", fix_sentence_endings=True))
print(repr(textwrap.dedent("""
    a
      b

    \tc
    """)), repr(textwrap.dedent("  a\n\tb")), repr(textwrap.dedent("  a\n    b\n  c\n   \n")))
print(textwrap.wrap(""), textwrap.wrap("   "), textwrap.wrap("a\tb\nc", 4), textwrap.wrap("  lead", 10), textwrap.wrap("a  b", 2, drop_whitespace=False))
try: textwrap.wrap("a", 0)
except ValueError as e: print(e)

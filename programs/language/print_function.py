# The print function of 3.x.
#
#   gilpy --profile 3.2 programs/language/print_function.py
#
# See: separators, ends and files are arguments.

import sys

print(1, 'two', 3.0, None)
print('a', 'b', sep='-')
print('no newline', end=' ')
print('yet')
print()
print(*[1, 2, 3], sep=', ', end='.\n')
print('to a file', file=sys.stdout)


class Out:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

out = Out()
print('a', 'b', file=out)
print(out.parts)
try:
    print('x', sep=1)
except TypeError as error:
    print(error)
say = print
say('an object like any other')

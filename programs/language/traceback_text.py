# The text of tracebacks, in the words of each version.
#
#   gilpy programs/language/traceback_text.py
#
# See: print_exc() writes what the interpreter itself would; a SyntaxError shows its place; the last exception is
# uncaught and gives status 1.

import sys
import traceback


def fail(depth):
    if depth:
        fail(depth - 1)
    raise IndexError('at the bottom')

try:
    fail(2)
except IndexError:
    traceback.print_exc(file=sys.stdout)

try:
    eval('1 + * 2')
except SyntaxError:
    print(traceback.format_exception_only(*sys.exc_info()[:2])[-1].strip())

try:
    fail(0)
except IndexError:
    for entry in traceback.extract_tb(sys.exc_info()[2]):
        print(entry[1:])


def stack():
    return [entry[2] for entry in traceback.extract_stack()]

print(stack())
sys.stdout.flush()
fail(1)

# 3.2: a handler that recurses without end, too, ends the process.
#
#   gilpy --profile 3.2 programs/language/stack_overflow_is_fatal.py
#
# See: "Fatal Python error: Cannot recover from stack overflow." and SIGABRT, after fifty levels beyond the limit.

import sys


def again():
    try:
        again()
    except RuntimeError:
        again()


sys.stdout.write("so far\n")
sys.stdout.flush()
sys.setrecursionlimit(60)
again()

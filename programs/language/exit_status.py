# How a program ends.
#
#   gilpy programs/language/exit_status.py; echo $?
#
# See: SystemExit is an exception that passes through finally blocks; its argument is the status, and a text would be
# printed to stderr with status 1. Functions registered with atexit run last, the latest first.

import atexit
import sys


def goodbye(word):
    sys.stdout.write('goodbye, %s\n' % word)

atexit.register(goodbye, 'first registered')
atexit.register(goodbye, word='last registered')
try:
    sys.exit('text')
except SystemExit as error:
    print('caught %r' % error.code)
try:
    sys.exit(3)
finally:
    print('on the way out')

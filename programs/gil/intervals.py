# The knobs: sys.setcheckinterval() of 2.7, sys.setswitchinterval() of 3.2.
#
#   gilpy --profile 2.7 programs/gil/intervals.py
#   gilpy --profile 3.2 programs/gil/intervals.py
#
# See: their defaults, what they refuse, and that 3.2 still has the old one, which has no effect there.

import sys

if hasattr(sys, 'setswitchinterval'):
    print(sys.getswitchinterval())
    sys.setswitchinterval(0.1)
    print(sys.getswitchinterval())
    for wrong in (0, -1, 'x'):
        try:
            sys.setswitchinterval(wrong)
        except (ValueError, TypeError) as error:
            print('%s: %s' % (error.__class__.__name__, error))
    sys.setswitchinterval(0.0000001)
    print(sys.getswitchinterval())
    sys.setswitchinterval(0.005)
else:
    print('no switch interval')
print(sys.getcheckinterval())
if not hasattr(sys, 'setswitchinterval'):
    sys.setcheckinterval(5)
    print(sys.getcheckinterval())
    sys.setcheckinterval(-3)
    print(sys.getcheckinterval())
    sys.setcheckinterval(100)
try:
    sys.setcheckinterval('x')
except TypeError as error:
    print(error)

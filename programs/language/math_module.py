# The math module.
#
#   gilpy --profile 2.7 programs/language/math_module.py
#   gilpy --profile 3.2 programs/language/math_module.py
#
# See: floor and ceil give floats in 2.7 and ints in 3.2; what has no value is a ValueError, what is too large an
# OverflowError.

import math


def show(name, *args):
    try:
        value = getattr(math, name)(*args)
        # The last digits are the C library's.
        text = '%s %.12g' % (type(value).__name__, value) if isinstance(value, float) else repr(value)
        print('%s%r = %s' % (name, args, text))
    except (OverflowError, TypeError, ValueError) as error:
        print('%s%r: %s: %s' % (name, args, error.__class__.__name__, error))


for name in ('acosh', 'asinh', 'atan', 'atanh', 'ceil', 'cos', 'erf', 'erfc', 'exp', 'expm1', 'fabs', 'floor', 'frexp', 'gamma',
             'lgamma', 'log', 'log10', 'log1p', 'modf', 'sinh', 'sqrt', 'tanh', 'trunc'):
    for x in (0.0, 0.5, -2.5, 3, 200.0):
        show(name, x)
for name, args in (('atan2', (1, -1)), ('copysign', (3, -0.0)), ('fmod', (-7, 3)), ('hypot', (3, 4)), ('ldexp', (0.5, 10)),
                   ('ldexp', (1.0, 5000)), ('log', (8, 2)), ('log', (10 ** 400,)), ('pow', (2, 0.5)), ('pow', (-8, 1.0 / 3)),
                   ('factorial', (25,)), ('factorial', (-1,)), ('factorial', (2.5,)), ('exp', (1000,)), ('sqrt', ('x',)),
                   ('fsum', ([0.1] * 10,)), ('isnan', (float('nan'),)), ('isinf', (1e400,)), ('degrees', (1.0,))):
    show(name, *args)
print(sum([0.1] * 10) == 1.0)

# Modules: made once, kept in sys.modules, objects like any other.
#
#   gilpy programs/language/imports.py
#
# See: an import binds a name; the second import finds the same object; what is not there is an ImportError.

import sys
import time as clock
from time import sleep, time as now

print([clock.__name__, sleep is clock.sleep, now is clock.time])
import time
print(time is clock and sys.modules['time'] is clock)
print([type(sys).__name__, __name__])
try:
    import no_such_module
except ImportError as error:
    print(error)
try:
    from time import no_such_name
except ImportError as error:
    print(error)
module = type(sys)('made_here')
exec('value = 6 * 7', module.__dict__)
sys.modules['made_here'] = module
from made_here import value
import made_here
print([value, made_here.value, repr(module).startswith('<module')])
print(__import__('time') is time)


def inside():
    import keyword
    return keyword.iskeyword('while')

print(inside())
print('keyword' in globals())

# One long operation in C: no tick, no check, no Ctrl-C before its end.
#
#   gilpy --profile 2.7 programs/signals/long_c_call.py [N]
#   gilpy --profile 3.2 programs/signals/long_c_call.py [N]
#
# Press Ctrl-C while it searches.
#
# Both: nothing until the search is over, then KeyboardInterrupt at once. `in` is one instruction, whatever it takes; signals
# are looked at between instructions. 2.7 searches an xrange item by item. 3.2 knows without searching whether an int is in a
# range, so it is asked for a float, which it must look for.
# (The texts say the same of `-1 in (i for i in ...)`: that is not so, see generator_membership.py.)

import sys
import time

n = int(sys.argv[1]) if len(sys.argv) > 1 else 100000000
numbers = xrange(n) if sys.version_info[0] == 2 else range(n)
sys.stdout.write('searching\n')
sys.stdout.flush()
start = time.time()
try:
    -1.0 in numbers
    sys.stdout.write('not there\n')
finally:
    sys.stdout.write('the search took %.1f s\n' % (time.time() - start))

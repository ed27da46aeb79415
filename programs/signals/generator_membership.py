# The same search through a generator can be interrupted.
#
#   gilpy --profile 2.7 programs/signals/generator_membership.py
#   gilpy --profile 3.2 programs/signals/generator_membership.py
#
# Press Ctrl-C while it searches.
#
# Both: KeyboardInterrupt at once, out of the generator expression. `in` is one instruction, but each item resumes the
# generator's frame, and that costs three ticks: one for entering the frame, one for the jump, one for FOR_ITER. At the latest
# after a hundred ticks (2.7) or at the next of them (3.2) the handler runs. The texts that say Ctrl-C does not work here
# mean xrange itself (long_c_call.py).

import sys

sys.stdout.write('searching\n')
sys.stdout.flush()
if sys.version_info[0] == 2:
    x = (i for i in xrange(10 ** 12))
else:
    x = (i for i in range(10 ** 12))
-1 in x

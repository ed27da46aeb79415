# The slash of 3.x in 2.7.
#
#   gilpy --profile 2.7 programs/language/division_future.py
#
# See: with the import both versions print the same.
from __future__ import division, print_function

print([7 / 2, -7 / 2, 8 / 4, 7 // 2])
print('several', 'arguments', 1, sep='-', end='!\n')

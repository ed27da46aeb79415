# Integers of any size.
#
#   gilpy --profile 2.7 programs/language/integers.py
#   gilpy --profile 3.2 programs/language/integers.py
#
# See: 2.7 has int for those that fit the machine's word and long (with an L) for the others; 3.2 has one type.

import sys

big = 2 ** 100
print(repr(big))
print(big)
print([type(big).__name__, type(1).__name__])
print(repr(sys.maxsize + 1))
print(repr(sys.maxsize))
print([big // 3, big % 1000007, -big // 7, big >> 90, big & 0xff, big | 1, big ^ big])
print([7 // 2, -7 // 2, 7 % -2, -7 % 2])
print(divmod(-17, 5))
print([1 << 70, (1 << 70) >> 69, ~5, -5 >> 1])
print([pow(3, 200, 1000), pow(2, 10)])
print(int('123456789' * 5))
print([int('ff', 16), int('0x1f', 0), int('-101', 2), int('z', 36)])
print([hex(255), oct(8), bin(5)])
print([big.bit_length(), (0).bit_length(), (-8).bit_length()])
print(big == float(big))
print([2 ** 53 + 1 == float(2 ** 53 + 1), 3 < 3.5, 10 ** 30 > 1e30])
factorial = 1
for i in range(1, 31):
    factorial *= i
print(factorial)
print([True + True, True == 1, isinstance(True, int)])
for wrong in ('12x', '', '9' * 3 + ' 9'):
    try:
        int(wrong)
    except ValueError as error:
        print(error)
try:
    1 << -1
except ValueError as error:
    print(error)
print(hash(big) == hash(2 ** 100))
print([int(-big), abs(-big) == big, -(-big) == big])

# How floats are written.
#
#   gilpy programs/language/floats.py
#
# See: repr gives the shortest digits that read back as the same number, in both versions; str gives 12 digits in 2.7
# and 3.2 alike.

for x in (0.1, 0.1 + 0.2, 1.0 / 3, 1e16, 1e15, 123456789012345678.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, -0.0,
          100.0, 1e22, 2.5):
    print('%r %s' % (x, x))
inf = float('inf')
nan = float('nan')
print('%r %r %r' % (inf, -inf, nan))
print([nan == nan, inf > 1e308, nan < 1, inf == inf])
print([7 // 2.0, -7 // 2.0, 7 % -3.0, -7.5 % 2, divmod(-7.5, 2)])
print([round(2.675, 2), round(1e20), abs(-2.5)])
print([int(3.99), int(-3.99), float('1e3'), float(' -2.5 ')])
print([(2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio()])
print((1.5).hex())
print(float.fromhex('0x1.8p+1'))
print([2 ** 0.5, 2.0 ** -1, 1e308 * 10])
for thing in (lambda: 1.0 / 0, lambda: 1.0 % 0, lambda: float('x'), lambda: 10.0 ** 400, lambda: int(inf)):
    try:
        print(thing())
    except (ArithmeticError, ValueError) as error:
        print('%s: %s' % (error.__class__.__name__, error))

# round(): the two versions disagree on halves and on the type of the result.
#
#   gilpy --profile 2.7 programs/language/rounding.py
#   gilpy --profile 3.2 programs/language/rounding.py
#
# See: 2.7 rounds halves away from zero and gives a float; 3.2 rounds halves to even and gives an int.

print([round(x / 2.0) for x in range(-5, 6)])
print([round(2.675, 2), round(1234, -2), round(0.5), round(-0.5)])
print(type(round(1.2)).__name__)

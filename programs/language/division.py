# The slash.
#
#   gilpy --profile 2.7 programs/language/division.py
#   gilpy --profile 3.2 programs/language/division.py
#
# See: between integers it rounds down in 2.7 and gives a float in 3.2; // rounds down in both.

print([7 / 2, -7 / 2, 8 / 4])
print([7 // 2, 7 / 2.0])
try:
    1 / 0
except ZeroDivisionError as error:
    print(error)
try:
    1 % 0
except ZeroDivisionError as error:
    print(error)
try:
    1.0 // 0
except ZeroDivisionError as error:
    print(error)

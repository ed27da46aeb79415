# Rebinding a variable of the enclosing function: `nonlocal`, which came with 3.0.
#
#   gilpy --profile 3.2 programs/language/nonlocal.py
#
# See: the counter counts. Under 2.7 the word is not reserved and the file is a syntax error, which is shown as such.

def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count
    return step

c = counter()
print([c(), c(), c()])


def shadow():
    x = 'outer'

    def middle():
        nonlocal x
        x = 'set by middle'

        def inner():
            nonlocal x
            x += ', then by inner'
        inner()
    middle()
    return x

print(shadow())

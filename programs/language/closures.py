# Functions that remember the variables of the function they were made in.
#
#   gilpy programs/language/closures.py
#
# See: a variable is shared by all functions made over it, and lives as long as one of them does. The loop's
# functions all see its last value, because they share one variable and not one value each.

def counter(start):
    count = [start]          # a list, since only 3.x can rebind an outer variable (see nonlocal.py)

    def step():
        count[0] += 1
        return count[0]
    return step

a = counter(10)
b = counter(100)
print([a(), a(), b(), a(), b()])


def pair():
    value = []
    return value.append, lambda: value

put, show = pair()
put('x')
put('y')
print(show())

late = [lambda: i for i in range(3)]
print([f() for f in late])
early = [lambda i=i: i for i in range(3)]
print([f() for f in early])


def outer():
    def inner():
        return later
    later = 'bound after inner was made'
    return inner

print(outer()())


def unbound():
    def inner():
        return missing
    try:
        inner()
    except NameError as error:
        print('%s: %s' % (error.__class__.__name__, error))
    missing = 1

unbound()
print(a.__closure__[0].cell_contents)
print(counter.__code__.co_cellvars)
print(a.__code__.co_freevars)

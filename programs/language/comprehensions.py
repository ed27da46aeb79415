# Comprehensions, and whose variable the loop's is.
#
#   gilpy --profile 2.7 programs/language/comprehensions.py
#   gilpy --profile 3.2 programs/language/comprehensions.py
#
# See: in 2.7 a list comprehension is a loop in its own function, and its variable stays behind; in 3.2 it is a function
# of its own, as the other kinds are in both versions.

x = 'before'
print([x for x in range(3)])
print(x)
x = 'before'
print(sorted({x % 2 for x in range(5)}))
print(x)
print(sorted({x: x * x for x in range(3)}.items()))
print(x)
print(list(x for x in range(3)))
print(x)

print([(a, b) for a in range(3) for b in 'xy' if a != 1])
print([[row[i] for row in ((1, 2), (3, 4))] for i in range(2)])
print(sum(n * n for n in range(10) if n % 2))


class Body(object):
    size = 3
    squares = [i * i for i in range(size)]
    try:
        pairs = [size for i in range(size)]
    except NameError as error:
        pairs = str(error)

print(Body.squares)
print(Body.pairs)
print(dict((word, len(word)) for word in ['a', 'bb'])['bb'])
print([f for f in ('%d' % n for n in range(3))])

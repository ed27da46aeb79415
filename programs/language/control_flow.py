# Loops, their else, break and continue through all kinds of blocks.
#
#   gilpy programs/language/control_flow.py
#
# See: the else of a loop runs unless the loop was left by break.

def search(items, wanted):
    for item in items:
        if item == wanted:
            result = 'found'
            break
    else:
        result = 'missing'
    return result

print([search('abc', 'b'), search('abc', 'z'), search('', 'a')])

n = 10
while n:
    n -= 1
    if n % 2:
        continue
    if n == 4:
        break
else:
    print('never')
print(n)
while n > 0:
    n -= 3
else:
    print('n is %d' % n)

for i in range(3):
    for j in range(3):
        if j == i:
            break
        if i == 2 and j == 0:
            continue
        print('%d %d' % (i, j))
    else:
        print('inner loop %d to its end' % i)

found = []
for i in range(6):
    try:
        if i == 1:
            continue
        if i == 4:
            break
        found.append(i)
    finally:
        found.append('f')
print(found)


def levels():
    for a in range(3):
        for b in range(3):
            try:
                for c in range(3):
                    if (a, b, c) == (1, 1, 1):
                        return a, b, c
            finally:
                pass

print(levels())
x = 5
kind = 'small' if x < 3 else 'middle' if x < 7 else 'large'
print(kind)
if not x:
    print('no')
elif x == 5 and (x > 9 or x < 6):
    print('yes')
else:
    print('no')
print([1 < x <= 5, 1 < x < 5 < 9, not x == 5, x and 'and', x or 'or', 0 and 1 / 0, 1 or 1 / 0])
assert x, 'not shown'
pass

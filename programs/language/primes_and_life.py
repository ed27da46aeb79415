# Three small computations: primes by a sieve, the game of life, and words by frequency.
#
#   gilpy programs/language/primes_and_life.py
#
# See: the same in both versions.

def primes(n):
    sieve = [True] * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if sieve[i]:
            sieve[i * i::i] = [False] * len(range(i * i, n + 1, i))
    return [i for i in range(2, n + 1) if sieve[i]]

print(primes(60))
print(len(primes(10000)))


def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return set(cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells)


def show(cells):
    return '\n'.join(''.join('#' if (x, y) in cells else '.' for x in range(6)) for y in range(6))

glider = set([(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)])
for generation in range(3):
    print(show(glider))
    print('')
    glider = step(glider)

text = 'it was the best of times it was the worst of times'
count = {}
for word in text.split():
    count[word] = count.get(word, 0) + 1
for word, n in sorted(count.items(), key=lambda item: (-item[1], item[0])):
    print('%d %s' % (n, word))

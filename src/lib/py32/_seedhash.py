"""SHA-512 (FIPS 180-4), which random.seed() of 3.2 puts text through. Nothing here is in a hurry."""

_MASK = (1 << 64) - 1


def _fraction_of_root(n, power):
    # The first 64 bits behind the point of the square (2) or cube (3) root of n, found by halving.
    low, high = 0, n << 64
    target = n << 64 * power
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** power <= target:
            low = middle
        else:
            high = middle - 1
    return low & _MASK


def _primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def _rotated(x, n):
    return (x >> n | x << 64 - n) & _MASK


def sha512(data):
    """The 64 bytes of the digest."""
    state = [_fraction_of_root(p, 2) for p in _primes(8)]
    constants = [_fraction_of_root(p, 3) for p in _primes(80)]
    message = bytes(data) + b'\x80'
    message += bytes(-(len(message) + 16) % 128) + (len(data) * 8).to_bytes(16, 'big')
    for start in range(0, len(message), 128):
        w = [int.from_bytes(message[i:i + 8], 'big') for i in range(start, start + 128, 8)]
        for t in range(16, 80):
            s0 = _rotated(w[t - 15], 1) ^ _rotated(w[t - 15], 8) ^ w[t - 15] >> 7
            s1 = _rotated(w[t - 2], 19) ^ _rotated(w[t - 2], 61) ^ w[t - 2] >> 6
            w.append((w[t - 16] + s0 + w[t - 7] + s1) & _MASK)
        a, b, c, d, e, f, g, h = state
        for t in range(80):
            t1 = (h + (_rotated(e, 14) ^ _rotated(e, 18) ^ _rotated(e, 41)) + (e & f ^ ~e & g) + constants[t] + w[t])
            t2 = (_rotated(a, 28) ^ _rotated(a, 34) ^ _rotated(a, 39)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = (t1 + t2) & _MASK, a, b, c, (d + t1) & _MASK, e, f, g
        state = [(old + new) & _MASK for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b''.join(word.to_bytes(8, 'big') for word in state)

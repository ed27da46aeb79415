"""Random numbers (3.2): the Mersenne Twister of `_random`, and all that is made from its random() and getrandbits().

The same seed gives the same numbers as in CPython 3.2.
"""

from math import log as _log, ceil as _ceil
from posix import urandom as _urandom
from _distributions import Distributions as _Distributions
import _random

__all__ = ["Random", "seed", "random", "uniform", "randint", "choice", "sample",
           "randrange", "shuffle", "normalvariate", "lognormvariate",
           "expovariate", "vonmisesvariate", "gammavariate", "triangular",
           "gauss", "betavariate", "paretovariate", "weibullvariate",
           "getstate", "setstate", "getrandbits", "SystemRandom"]

BPF = 53


class Random(_random.Random, _Distributions):
    """A generator of its own: threads that have one each do not share a sequence."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        """Begin the sequence that belongs to a; without one, an unknown one.

        Of text and bytes all bits count in version 2; in version 1, and of other objects, the hash.
        """
        if a is None:
            a = int.from_bytes(_urandom(32), 'big')
        if version == 2 and isinstance(a, (str, bytes, bytearray)):
            from _seedhash import sha512
            if isinstance(a, str):
                a = a.encode()
            a = int.from_bytes(bytes(a) + sha512(a), 'big')
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        """What setstate() needs to go on from here."""
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        """Go on from where getstate() was called."""
        if state[0] != 3:
            raise ValueError("state with version %s passed to Random.setstate() of version %s" %
                             (state[0], self.VERSION))
        version, internalstate, self.gauss_next = state
        super().setstate(internalstate)

    def randrange(self, start, stop=None, step=1, int=int):
        """One of range(start, stop, step)."""
        istart = int(start)
        if istart != start:
            raise ValueError("non-integer arg 1 for randrange()")
        if stop is None:
            if istart > 0:
                return self._randbelow(istart)
            raise ValueError("empty range for randrange()")
        istop = int(stop)
        if istop != stop:
            raise ValueError("non-integer stop for randrange()")
        width = istop - istart
        if step == 1:
            if width > 0:
                return istart + self._randbelow(width)
            raise ValueError("empty range for randrange() (%d,%d, %d)" % (istart, istop, width))
        istep = int(step)
        if istep != step:
            raise ValueError("non-integer step for randrange()")
        if istep == 0:
            raise ValueError("zero step for randrange()")
        n = (width + istep + (-1 if istep > 0 else 1)) // istep
        if n <= 0:
            raise ValueError("empty range for randrange()")
        return istart + istep * self._randbelow(n)

    def randint(self, a, b):
        """An integer from a to b, both included."""
        return self.randrange(a, b + 1)

    def _randbelow(self, n):
        # As many bits as n has, until they make a number below it. A class that has its own random() and not its own
        # getrandbits() is asked for random().
        if 'random' not in self._overridden() or 'getrandbits' in self._overridden():
            k = n.bit_length()
            r = self.getrandbits(k)
            while r >= n:
                r = self.getrandbits(k)
            return r
        maxsize = 1 << BPF
        if n >= maxsize:
            return int(self.random() * n)
        limit = (maxsize - maxsize % n) / maxsize
        r = self.random()
        while r >= limit:
            r = self.random()
        return int(r * maxsize) % n

    @classmethod
    def _overridden(cls):
        names = set()
        for base in cls.__mro__:
            if base is Random:
                return names
            names.update(base.__dict__)
        return names

    def choice(self, seq):
        """One of a sequence. IndexError if it is empty."""
        if not seq:
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x, random=None, int=int):
        """Put a list in a random order, in place."""
        for i in reversed(range(1, len(x))):
            j = self._randbelow(i + 1) if random is None else int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k):
        """A list of k different members of a sequence or set, in random order."""
        if isinstance(population, (set, frozenset)):
            population = tuple(population)
        if isinstance(population, dict) or not hasattr(population, '__getitem__'):
            raise TypeError("Population must be a sequence or set.  For dicts, use list(d).")
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population")
        # Whether a copy to take from or a set of those taken is smaller. The choice is part of the sequence of numbers.
        setsize = 21
        if k > 5:
            setsize += 4 ** _ceil(_log(k * 3, 4))
        result = [None] * k
        if n <= setsize:
            pool = list(population)
            for i in range(k):
                j = self._randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            selected = set()
            for i in range(k):
                j = self._randbelow(n)
                while j in selected:
                    j = self._randbelow(n)
                selected.add(j)
                result[i] = population[j]
        return result


class SystemRandom(Random):
    """A generator that asks the operating system for each number; it has no seed and no state."""

    def random(self):
        return (int.from_bytes(_urandom(7), 'big') >> 3) * 2.0 ** -BPF

    def getrandbits(self, k):
        """An integer of k random bits."""
        if k <= 0:
            raise ValueError('number of bits must be greater than zero')
        if k != int(k):
            raise TypeError('number of bits should be an integer')
        numbytes = (k + 7) // 8
        return int.from_bytes(_urandom(numbytes), 'big') >> (numbytes * 8 - k)

    def seed(self, *args, **kwds):
        return None

    def getstate(self, *args, **kwds):
        raise NotImplementedError('System entropy source does not have state.')
    setstate = getstate


# One generator for all who do not make their own.
_inst = Random()
for _name in __all__:
    if hasattr(_inst, _name):
        globals()[_name] = getattr(_inst, _name)

"""Random numbers (2.7): the Mersenne Twister of `_random`, and all that is made from its random().

The same seed gives the same numbers as in CPython 2.7.
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

    def seed(self, a=None):
        """Begin the sequence that belongs to a (its hash, if it is not an integer); without one, an unknown one."""
        if a is None:
            a = long(_urandom(2500).encode('hex'), 16)
        super(Random, self).seed(a)
        self.gauss_next = None

    def getstate(self):
        """What setstate() needs to go on from here."""
        return self.VERSION, super(Random, self).getstate(), self.gauss_next

    def setstate(self, state):
        """Go on from where getstate() was called."""
        if state[0] != 3:
            raise ValueError("state with version %s passed to Random.setstate() of version %s" %
                             (state[0], self.VERSION))
        version, internalstate, self.gauss_next = state
        super(Random, self).setstate(internalstate)

    def randrange(self, start, stop=None, step=1, _int=int, _maxwidth=1L << BPF):
        """One of range(start, stop, step)."""
        istart = _int(start)
        if istart != start:
            raise ValueError("non-integer arg 1 for randrange()")
        if stop is None:
            if istart > 0:
                return self._below(istart)
            raise ValueError("empty range for randrange()")
        istop = _int(stop)
        if istop != stop:
            raise ValueError("non-integer stop for randrange()")
        width = istop - istart
        if step == 1:
            if width > 0:
                return _int(istart + self._below(width))
            raise ValueError("empty range for randrange() (%d,%d, %d)" % (istart, istop, width))
        istep = _int(step)
        if istep != step:
            raise ValueError("non-integer step for randrange()")
        if istep == 0:
            raise ValueError("zero step for randrange()")
        n = (width + istep + (-1 if istep > 0 else 1)) // istep
        if n <= 0:
            raise ValueError("empty range for randrange()")
        return istart + istep * self._below(n)

    def randint(self, a, b):
        """An integer from a to b, both included."""
        return self.randrange(a, b + 1)

    def _below(self, n, _maxwidth=1L << BPF):
        # A float has 53 bits; above that, as many as it takes are asked for, until they make a number below n.
        if n < _maxwidth or not hasattr(self, 'getrandbits'):
            return int(self.random() * n)
        k = int(1.00001 + _log(n - 1, 2.0))
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def choice(self, seq):
        """One of a sequence. IndexError if it is empty."""
        return seq[int(self.random() * len(seq))]

    def shuffle(self, x, random=None):
        """Put a list in a random order, in place."""
        if random is None:
            random = self.random
        for i in reversed(xrange(1, len(x))):
            j = int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k):
        """A list of k different members of a sequence or set, in random order."""
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("sample larger than population")
        # Whether a copy to take from or a set of those taken is smaller. The choice is part of the sequence of numbers.
        setsize = 21
        if k > 5:
            setsize += 4 ** _ceil(_log(k * 3, 4))
        result = [None] * k
        if n <= setsize or hasattr(population, "keys"):
            pool = list(population)
            for i in xrange(k):
                j = int(self.random() * (n - i))
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
            return result
        try:
            selected = set()
            for i in xrange(k):
                j = int(self.random() * n)
                while j in selected:
                    j = int(self.random() * n)
                selected.add(j)
                result[i] = population[j]
        except (TypeError, KeyError):
            # A set has no places.
            if isinstance(population, list):
                raise
            return self.sample(tuple(population), k)
        return result


class SystemRandom(Random):
    """A generator that asks the operating system for each number; it has no seed and no state."""

    def random(self):
        return (long(_urandom(7).encode('hex'), 16) >> 3) * 2.0 ** -BPF

    def getrandbits(self, k):
        """An integer of k random bits."""
        if k <= 0:
            raise ValueError('number of bits must be greater than zero')
        if k != int(k):
            raise TypeError('number of bits should be an integer')
        bytes = (k + 7) // 8
        return long(_urandom(bytes).encode('hex'), 16) >> (bytes * 8 - k)

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

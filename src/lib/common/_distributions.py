"""Random numbers of many distributions, made from random(), which is even between 0 and 1.

For the class Random of both versions. The same numbers come out for the same seed as in CPython, so each formula takes
its random numbers in the order and number that CPython's does.
"""

from math import log as _log, exp as _exp, pi as _pi, e as _e, sqrt as _sqrt, acos as _acos, cos as _cos, sin as _sin

NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
TWOPI = 2.0 * _pi
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)


class Distributions(object):

    def uniform(self, a, b):
        """Even between a and b."""
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        """Between low and high, most often at mode (the middle)."""
        u = self.random()
        try:
            c = 0.5 if mode is None else (mode - low) / float(high - low)
        except ZeroDivisionError:
            return low
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * (u * c) ** 0.5

    def normalvariate(self, mu, sigma):
        """The normal distribution of mean mu and deviation sigma, by Kinderman and Monahan's ratio of uniforms."""
        while 1:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        """What has a normal distribution as its logarithm."""
        return _exp(self.normalvariate(mu, sigma))

    def gauss(self, mu, sigma):
        """As normalvariate(), but faster: it makes two at a time and keeps one, so two threads may get the same one."""
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            x2pi = self.random() * TWOPI
            g2rad = _sqrt(-2.0 * _log(1.0 - self.random()))
            z = _cos(x2pi) * g2rad
            self.gauss_next = _sin(x2pi) * g2rad
        return mu + z * sigma

    def expovariate(self, lambd):
        """How long to wait for what comes lambd times in a unit of time."""
        return -_log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        """An angle, most often mu, the more so the larger kappa is."""
        if kappa <= 1e-6:
            return TWOPI * self.random()
        s = 0.5 / kappa
        r = s + _sqrt(1.0 + s * s)
        while 1:
            z = _cos(_pi * self.random())
            d = z / (r + z)
            u2 = self.random()
            if u2 < 1.0 - d * d or u2 <= (1.0 - d) * _exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        return (mu + _acos(f) if self.random() > 0.5 else mu - _acos(f)) % TWOPI

    def gammavariate(self, alpha, beta):
        """The gamma distribution, of mean alpha * beta. Cheng's method above 1, Ahrens and Dieter's below."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        random = self.random
        if alpha > 1.0:
            ainv = _sqrt(2.0 * alpha - 1.0)
            bbb = alpha - LOG4
            ccc = alpha + ainv
            while 1:
                u1 = random()
                if not 1e-7 < u1 < .9999999:
                    continue
                u2 = 1.0 - random()
                v = _log(u1 / (1.0 - u1)) / ainv
                x = alpha * _exp(v)
                z = u1 * u1 * u2
                r = bbb + ccc * v - x
                if r + SG_MAGICCONST - 4.5 * z >= 0.0 or r >= _log(z):
                    return x * beta
        if alpha == 1.0:
            return self._exponential_for_gamma() * beta
        while 1:
            u = random()
            b = (_e + alpha) / _e
            p = b * u
            x = p ** (1.0 / alpha) if p <= 1.0 else -_log((b - p) / alpha)
            u1 = random()
            if p > 1.0:
                if u1 <= x ** (alpha - 1.0):
                    return x * beta
            elif u1 <= _exp(-x):
                return x * beta

    def _exponential_for_gamma(self):
        u = self.random()
        while u <= 1e-7:
            u = self.random()
        return -_log(u)

    def betavariate(self, alpha, beta):
        """Between 0 and 1, from two of the gamma distribution."""
        y = self.gammavariate(alpha, 1.)
        return 0.0 if y == 0 else y / (y + self.gammavariate(beta, 1.))

    def paretovariate(self, alpha):
        """The Pareto distribution."""
        return 1.0 / pow(1.0 - self.random(), 1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        """The Weibull distribution of scale alpha and shape beta."""
        return alpha * pow(-_log(1.0 - self.random()), 1.0 / beta)

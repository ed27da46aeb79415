"""Hashes: md5, sha1, sha224, sha256, sha384 and sha512, each a function of bytes.

    hashlib.sha256(b'abc').hexdigest()

While it takes in 2048 bytes and more, a hash does not hold the GIL.
"""

import _hash

algorithms = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512')
__all__ = algorithms + ('new',)


def new(name, *data):
    """A hash by its name."""
    return _hash.new(name, *data)


def _named(name):
    def function(*data):
        return _hash.new(name, *data)
    function.__name__ = name
    function.__doc__ = "A %s hash, which may have taken in bytes already." % name
    return function

for _name in algorithms:
    globals()[_name] = _named(_name)

if str is not bytes:
    algorithms_guaranteed = algorithms_available = set(algorithms)
    __all__ += ('algorithms_guaranteed', 'algorithms_available')
    del algorithms
del _name

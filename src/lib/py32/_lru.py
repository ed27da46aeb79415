"""functools.lru_cache of 3.2, apart because it brings `collections` along, which is got when first asked for."""

from _thread import allocate_lock as Lock


def lru_cache(maxsize=100):
    """Make a function remember its results: those of the last `maxsize` different calls, or of all if that is None.

    The function gets cache_info(), cache_clear() and __wrapped__. Arguments must be hashable.
    """
    from collections import OrderedDict, namedtuple
    from functools import wraps
    cache_info_type = namedtuple("CacheInfo", "hits misses maxsize currsize")

    def decorating_function(user_function):
        hits = misses = 0
        # Between positional and keyword arguments in a key, so that neither can be taken for the other.
        kwd_mark = (object(),)
        lock = Lock()
        cache = OrderedDict()

        @wraps(user_function)
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = args
            if kwds:
                key += kwd_mark + tuple(sorted(kwds.items()))
            with lock:
                try:
                    result = cache[key]
                    cache.move_to_end(key)
                    hits += 1
                    return result
                except KeyError:
                    pass
            # Without the lock: the function may call itself, or take long. Two threads may compute the same.
            result = user_function(*args, **kwds)
            with lock:
                cache[key] = result
                misses += 1
                if maxsize is not None and len(cache) > maxsize:
                    cache.popitem(last=False)
            return result

        def cache_info():
            """Report hits, misses, maxsize and the number of results kept."""
            with lock:
                return cache_info_type(hits, misses, maxsize, len(cache))

        def cache_clear():
            """Forget results and numbers."""
            nonlocal hits, misses
            with lock:
                cache.clear()
                hits = misses = 0

        wrapper.cache_info = cache_info
        wrapper.cache_clear = cache_clear
        return wrapper

    return decorating_function

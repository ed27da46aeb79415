"""How long a statement takes: it is put into a loop, compiled, and run many times with the collector off."""

import gc
import sys
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_number = 1000000
default_repeat = 3
default_timer = time.time
dummy_src_name = "<timeit-src>"

# Everything the loop uses is a local variable, and counting is done in C.
template = """
def inner(_it, _timer):
    %(setup)s
    _t0 = _timer()
    for _i in _it:
        %(stmt)s
    _t1 = _timer()
    return _t1 - _t0
"""


def reindent(src, indent):
    """The same text with each line after the first moved in."""
    return src.replace("\n", "\n" + " " * indent)


class Timer(object):
    """Measures `stmt`, after `setup` which is not measured; each is source text, or a function to call."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer):
        self.timer = timer
        namespace = {}
        parts = {}
        for name, part, indent in (('setup', setup, 4), ('stmt', stmt, 8)):
            if callable(part):
                namespace['_' + name] = part
                part = '_%s()' % name
            elif not isinstance(part, str):
                raise ValueError("%s is neither a string nor callable" % name)
            parts[name] = reindent(part, indent)
        self.src = template % parts
        exec(compile(self.src, dummy_src_name, "exec"), namespace)
        self.inner = namespace["inner"]

    def print_exc(self, file=None):
        """Print the traceback of an exception in the statement, with its lines."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (len(self.src), None, [line + '\n' for line in self.src.split("\n")],
                                           dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Seconds that so many runs take."""
        it = iter([None] * number) if number < 1000 else _times(number)
        gcold = gc.isenabled()
        gc.disable()
        try:
            timing = self.inner(it, self.timer)
        finally:
            if gcold:
                gc.enable()
        return timing

    def repeat(self, repeat=default_repeat, number=default_number):
        """timeit() several times. The smallest is the one that was disturbed least."""
        return [self.timeit(number) for _ in range(repeat)]


def _times(number):
    try:
        from itertools import repeat as times
    except ImportError:
        return iter(range(number))
    return times(None, number)


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number):
    """Timer(...).timeit(number)"""
    return Timer(stmt, setup, timer).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number):
    """Timer(...).repeat(repeat, number)"""
    return Timer(stmt, setup, timer).repeat(repeat, number)

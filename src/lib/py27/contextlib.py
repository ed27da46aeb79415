"""Helpers for the `with` statement (2.7)."""

import sys
from functools import wraps

__all__ = ["contextmanager", "nested", "closing"]


class GeneratorContextManager(object):
    """Makes a generator that yields once serve as a context manager: the block runs where it yields."""

    def __init__(self, gen):
        self.gen = gen

    def __enter__(self):
        try:
            return self.gen.next()
        except StopIteration:
            raise RuntimeError("generator didn't yield")

    def __exit__(self, type, value, traceback):
        if type is None:
            try:
                self.gen.next()
            except StopIteration:
                return
            else:
                raise RuntimeError("generator didn't stop")
        else:
            if value is None:
                # It must be known again when it comes back out of the generator.
                value = type()
            try:
                self.gen.throw(type, value, traceback)
                raise RuntimeError("generator didn't stop after throw()")
            except StopIteration, exc:
                # The generator ended: the exception is dealt with, unless it is the block's own StopIteration.
                return exc is not value
            except:
                # Raised again it would look like a failure of __exit__ itself; returning false lets it pass.
                if sys.exc_info()[1] is not value:
                    raise


def contextmanager(func):
    """Make a generator function that yields once a maker of context managers.

    What it yields is what `as` binds; what comes before and after the yield is done before and after the block; an
    exception in the block is raised at the yield.
    """
    @wraps(func)
    def helper(*args, **kwds):
        return GeneratorContextManager(func(*args, **kwds))
    return helper


@contextmanager
def nested(*managers):
    """Several context managers as one, of which `as` binds the list. Deprecated: `with` takes several itself."""
    from warnings import warn
    warn("With-statements now directly support multiple context managers", DeprecationWarning, 3)
    exits = []
    vars = []
    exc = (None, None, None)
    try:
        for mgr in managers:
            exit = mgr.__exit__
            enter = mgr.__enter__
            vars.append(enter())
            exits.append(exit)
        yield vars
    except:
        exc = sys.exc_info()
    finally:
        while exits:
            exit = exits.pop()
            try:
                if exit(*exc):
                    exc = (None, None, None)
            except:
                exc = sys.exc_info()
        if exc != (None, None, None):
            # An exit may have raised and caught something else meanwhile, so it is given in full.
            raise exc[0], exc[1], exc[2]


class closing(object):
    """Close a thing at the end of the block: with closing(open_it()) as thing: ..."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()

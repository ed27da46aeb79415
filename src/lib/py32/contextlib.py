"""Helpers for the `with` statement (3.2)."""

import sys
from functools import wraps

__all__ = ["contextmanager", "closing", "ContextDecorator"]


class ContextDecorator(object):
    """For context managers that can also stand as a decorator: the whole function is then their block."""

    def _recreate_cm(self):
        # For those that serve once only; others are used again as they are.
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class _GeneratorContextManager(ContextDecorator):
    """Makes a generator that yields once serve as a context manager: the block runs where it yields."""

    def __init__(self, func, *args, **kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds

    def _recreate_cm(self):
        return self.__class__(self.func, *self.args, **self.kwds)

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield")

    def __exit__(self, type, value, traceback):
        if type is None:
            try:
                next(self.gen)
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
            except StopIteration as exc:
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
        return _GeneratorContextManager(func, *args, **kwds)
    return helper


class closing(object):
    """Close a thing at the end of the block: with closing(open_it()) as thing: ..."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()

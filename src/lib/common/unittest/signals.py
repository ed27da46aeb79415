"""Ctrl-C that ends a test run after the test at hand, and shows what was found so far."""

import signal
import weakref
from functools import wraps

__unittest = True


class _InterruptHandler(object):
    """The handler: the first time it tells results to stop, the second time it does what was done before."""

    def __init__(self, default_handler):
        self.called = False
        self.original_handler = default_handler
        if default_handler == signal.SIG_DFL:
            default_handler = signal.default_int_handler
        elif default_handler == signal.SIG_IGN:
            def default_handler(unused_signum, unused_frame):
                pass
        elif isinstance(default_handler, int):
            raise TypeError("expected SIGINT signal handler to be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        self.default_handler = default_handler

    def __call__(self, signum, frame):
        if self.called or signal.getsignal(signal.SIGINT) is not self:
            self.default_handler(signum, frame)
        self.called = True
        for result in list(_results.keys()):
            result.stop()

_results = weakref.WeakKeyDictionary()


def registerResult(result):
    """Have this result told to stop."""
    _results[result] = 1


def removeResult(result):
    return bool(_results.pop(result, None))

_interrupt_handler = None


def installHandler():
    global _interrupt_handler
    if _interrupt_handler is None:
        _interrupt_handler = _InterruptHandler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


def removeHandler(method=None):
    """Put the old handler back, at once or, as a decorator, during a function."""
    if method is not None:
        @wraps(method)
        def inner(*args, **kwargs):
            initial = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, initial)
        return inner
    if _interrupt_handler is not None:
        signal.signal(signal.SIGINT, _interrupt_handler.original_handler)

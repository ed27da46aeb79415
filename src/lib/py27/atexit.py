"""Functions that are called when the program ends (2.7)."""

import sys

__all__ = ["register"]

_exithandlers = []


def _run_exitfuncs():
    # The latest first. One that raises does not keep the others from running; the last exception is raised at the end,
    # without a traceback for SystemExit.
    exc_info = None
    while _exithandlers:
        func, targs, kargs = _exithandlers.pop()
        try:
            func(*targs, **kargs)
        except SystemExit:
            exc_info = sys.exc_info()
        except:
            import traceback
            print >> sys.stderr, "Error in atexit._run_exitfuncs:"
            traceback.print_exc()
            exc_info = sys.exc_info()
    if exc_info is not None:
        raise exc_info[0], exc_info[1], exc_info[2]


def register(func, *targs, **kargs):
    """Have func(*targs, **kargs) called at the end. Gives func back, so that it can be a decorator."""
    _exithandlers.append((func, targs, kargs))
    return func

# The interpreter calls sys.exitfunc. Somebody may have set one before.
if hasattr(sys, "exitfunc"):
    register(sys.exitfunc)
sys.exitfunc = _run_exitfuncs

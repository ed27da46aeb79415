"""The names of the module for threads where there are none: what is started runs at once, to its end."""

__all__ = ['error', 'start_new_thread', 'exit', 'get_ident', 'allocate_lock', 'interrupt_main', 'LockType']

TIMEOUT_MAX = 2 ** 31

# Nothing runs in a "thread".
_main = True
# interrupt_main() was called in one.
_interrupt = False


class error(Exception):
    """What a lock raises that is released without being held."""

    def __init__(self, *args):
        self.args = args


def start_new_thread(function, args, kwargs={}):
    """Call the function. SystemExit ends it silently, other exceptions with their traceback."""
    global _main, _interrupt
    if type(args) != tuple:
        raise TypeError("2nd arg must be a tuple")
    if type(kwargs) != dict:
        raise TypeError("3rd arg must be a dict")
    _main = False
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except:
        import traceback
        traceback.print_exc()
    _main = True
    if _interrupt:
        _interrupt = False
        raise KeyboardInterrupt


def exit():
    """End the "thread"."""
    raise SystemExit


def get_ident():
    """The number of the only thread."""
    return -1


def allocate_lock():
    """A lock that knows whether it is held; nobody ever waits for it."""
    return LockType()


def stack_size(size=None):
    """0, the only value there is."""
    if size is not None:
        raise error("setting thread stack size not supported")
    return 0


class LockType(object):
    """What allocate_lock() makes."""

    def __init__(self):
        self.locked_status = False

    def acquire(self, waitflag=None, timeout=-1):
        """Hold the lock; False if it is held and `waitflag` is false."""
        if not self.locked_status or waitflag is None or waitflag:
            self.locked_status = True
            return True
        if timeout > 0:
            import time
            time.sleep(timeout)
        return False

    __enter__ = acquire

    def release(self):
        """Give the lock back."""
        if not self.locked_status:
            raise error
        self.locked_status = False
        return True

    def __exit__(self, typ, val, tb):
        self.release()

    def locked(self):
        """Whether it is held."""
        return self.locked_status


def interrupt_main():
    """KeyboardInterrupt, in a "thread" when that has ended."""
    global _interrupt
    if _main:
        raise KeyboardInterrupt
    _interrupt = True

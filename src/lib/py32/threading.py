"""Threads as objects, and the ways they wait for one another (the library of profile 3.2).

Everything here is Python over the module `_thread`: start_new_thread, allocate_lock, RLock and get_ident. A thread
lock of 3.2 can be waited for with a time limit, and its wait comes back when a signal arrives, runs the handlers, and
goes on for the time that is left. So Condition.wait(), whether with a timeout or without, is one
`waiter.acquire(...)`, and whatever waits by it, join() and Event.wait() and Queue.get(), can be ended by a handler
that raises. What cannot be ended so is taking the outer lock again on the way out of Condition.wait().
"""

import sys as _sys
import _thread

from time import time as _time, sleep as _sleep
from traceback import format_exc as _format_exc
from weakref import WeakSet

__all__ = ['active_count', 'Condition', 'current_thread', 'enumerate', 'Event',
           'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier',
           'Timer', 'setprofile', 'settrace', 'local', 'stack_size']

_start_new_thread = _thread.start_new_thread
_allocate_lock = _thread.allocate_lock
_get_ident = _thread.get_ident
ThreadError = _thread.error
try:
    _CRLock = _thread.RLock
except AttributeError:
    _CRLock = None
TIMEOUT_MAX = _thread.TIMEOUT_MAX
stack_size = _thread.stack_size
del _thread

# With True every object of this module tells on stderr what it does; each class also takes an argument `verbose`.
_VERBOSE = False


class _Verbose(object):
    """What can tell its doings: the base of all classes here."""

    def __init__(self, verbose=None):
        self._verbose = _VERBOSE if verbose is None else verbose

    def _note(self, format, *args):
        if __debug__ and self._verbose:
            # Not current_thread(): for a foreign thread it makes a _DummyThread, whose locks come here again.
            ident = _get_ident()
            try:
                name = _active[ident].name
            except KeyError:
                name = "<OS thread %d>" % ident
            _sys.stderr.write("%s: %s\n" % (name, format % args))


_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Have each thread that starts from now on call sys.setprofile(func) before its run()."""
    global _profile_hook
    _profile_hook = func


def settrace(func):
    """Have each thread that starts from now on call sys.settrace(func) before its run()."""
    global _trace_hook
    _trace_hook = func


Lock = _allocate_lock


def RLock(verbose=None, *args, **kwargs):
    """Make a lock that its owner may acquire again; it is free after as many releases.

    The one in `_thread` is taken unless it is asked to be verbose, which only the one in Python can be.
    """
    if verbose is None:
        verbose = _VERBOSE
    if (__debug__ and verbose) or _CRLock is None:
        return _PyRLock(verbose, *args, **kwargs)
    return _CRLock(*args, **kwargs)


class _RLock(_Verbose):
    """A lock with an owner and a count, in Python over a plain lock."""

    def __init__(self, verbose=None):
        _Verbose.__init__(self, verbose)
        self._block = _allocate_lock()
        self._owner = None
        self._count = 0

    def __repr__(self):
        owner = self._owner
        try:
            owner = _active[owner].name
        except KeyError:
            pass
        return "<%s owner=%r count=%d>" % (self.__class__.__name__, owner, self._count)

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, or count one more if it is this thread's already.

        The result is true, or what a plain lock's acquire(blocking, timeout) gave.
        """
        me = _get_ident()
        if self._owner == me:
            self._count = self._count + 1
            self._note("%s.acquire(%s): recursive success", self, blocking)
            return 1
        rc = self._block.acquire(blocking, timeout)
        if rc:
            self._owner = me
            self._count = 1
            self._note("%s.acquire(%s): initial success", self, blocking)
        else:
            self._note("%s.acquire(%s): failure", self, blocking)
        return rc

    __enter__ = acquire

    def release(self):
        """Count one less, and free the lock at zero. RuntimeError if it is not this thread's."""
        if self._owner != _get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count = count = self._count - 1
        if not count:
            # The owner goes first: once the inner lock is free, the next thread writes its own name here.
            self._owner = None
            self._block.release()
            self._note("%s.release(): final release", self)
        else:
            self._note("%s.release(): non-final release", self)

    def __exit__(self, t, v, tb):
        self.release()

    # What Condition.wait() needs of a lock: to free it whatever its count, and to put that count back.

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state
        self._note("%s._acquire_restore()", self)

    def _release_save(self):
        self._note("%s._release_save()", self)
        count = self._count
        self._count = 0
        owner = self._owner
        self._owner = None
        self._block.release()
        return (count, owner)

    def _is_owned(self):
        return self._owner == _get_ident()

_PyRLock = _RLock


def Condition(*args, **kwargs):
    """Make a condition variable, over the given lock or over a new RLock."""
    return _Condition(*args, **kwargs)


class _Condition(_Verbose):
    """A place to wait in until another thread says notify().

    Each wait() makes a lock of its own, takes it, puts it into the list of waiters, and waits to take it once
    more; notify() releases the locks that stand first in the list.
    """

    def __init__(self, lock=None, verbose=None):
        _Verbose.__init__(self, verbose)
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # A lock that knows of counts and owners brings its own three methods; the ones below do for a plain lock.
        for method in ('_release_save', '_acquire_restore', '_is_owned'):
            try:
                setattr(self, method, getattr(lock, method))
            except AttributeError:
                pass
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return "<Condition(%s, %d)>" % (self._lock, len(self._waiters))

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, x):
        self._lock.acquire()

    def _is_owned(self):
        # A plain lock does not know its owner; that somebody holds it is all that can be asked.
        if self._lock.acquire(0):
            self._lock.release()
            return False
        else:
            return True

    def wait(self, timeout=None):
        """Free the lock, wait to be notified or for `timeout` seconds, and take the lock again.

        Tells whether it was notified. RuntimeError if the lock is not held.
        """
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        saved_state = self._release_save()
        try:
            if timeout is None:
                waiter.acquire()
                gotit = True
                self._note("%s.wait(): got it", self)
            else:
                if timeout > 0:
                    gotit = waiter.acquire(True, timeout)
                else:
                    gotit = waiter.acquire(False)
                if not gotit:
                    self._note("%s.wait(%s): timed out", self, timeout)
                    try:
                        self._waiters.remove(waiter)
                    except ValueError:
                        # A notify() came after the time was up and took it out.
                        pass
                else:
                    self._note("%s.wait(%s): got it", self, timeout)
            return gotit
        finally:
            # Also on the way out of a KeyboardInterrupt, which leaves the waiter in the list: a later notify()
            # may be spent on it.
            self._acquire_restore(saved_state)

    def wait_for(self, predicate, timeout=None):
        """wait() until predicate() is true, at most `timeout` seconds in all; give its last result."""
        endtime = None
        waittime = timeout
        result = predicate()
        while not result:
            if waittime is not None:
                if endtime is None:
                    endtime = _time() + waittime
                else:
                    waittime = endtime - _time()
                    if waittime <= 0:
                        self._note("%s.wait_for(%r, %r): Timed out.", self, predicate, timeout)
                        break
            self._note("%s.wait_for(%r, %r): Waiting with timeout=%s.", self, predicate, timeout, waittime)
            self.wait(waittime)
            result = predicate()
        else:
            self._note("%s.wait_for(%r, %r): Success.", self, predicate, timeout)
        return result

    def notify(self, n=1):
        """Wake at most n waiting threads, those that have waited longest. RuntimeError if the lock is not held."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        all_waiters = self._waiters
        waiters = all_waiters[:n]
        if not waiters:
            self._note("%s.notify(): no waiters", self)
            return
        self._note("%s.notify(): notifying %d waiter%s", self, n, n != 1 and "s" or "")
        for waiter in waiters:
            waiter.release()
            try:
                all_waiters.remove(waiter)
            except ValueError:
                pass

    def notify_all(self):
        """Wake all waiting threads."""
        self.notify(len(self._waiters))

    notifyAll = notify_all


def Semaphore(*args, **kwargs):
    """Make a counter that acquire() takes one from, waiting at zero, and release() adds one to."""
    return _Semaphore(*args, **kwargs)


class _Semaphore(_Verbose):

    def __init__(self, value=1, verbose=None):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        _Verbose.__init__(self, verbose)
        self._cond = Condition(Lock())
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        """Take one from the counter. At zero wait for it, at most `timeout` seconds; tell whether it was taken."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        rc = False
        endtime = None
        # Not a `with`: an exception out of the wait leaves the inner lock held, as it does in 3.2.
        self._cond.acquire()
        while self._value == 0:
            if not blocking:
                break
            self._note("%s.acquire(%s): blocked waiting, value=%s", self, blocking, self._value)
            if timeout is not None:
                if endtime is None:
                    endtime = _time() + timeout
                else:
                    timeout = endtime - _time()
                    if timeout <= 0:
                        break
            self._cond.wait(timeout)
        else:
            self._value = self._value - 1
            self._note("%s.acquire: success, value=%s", self, self._value)
            rc = True
        self._cond.release()
        return rc

    __enter__ = acquire

    def release(self):
        """Add one to the counter and wake one waiting thread."""
        self._cond.acquire()
        self._value = self._value + 1
        self._note("%s.release: success, value=%s", self, self._value)
        self._cond.notify()
        self._cond.release()

    def __exit__(self, t, v, tb):
        self.release()


def BoundedSemaphore(*args, **kwargs):
    """Make a semaphore that refuses, with ValueError, to count above its first value."""
    return _BoundedSemaphore(*args, **kwargs)


class _BoundedSemaphore(_Semaphore):

    def __init__(self, value=1, verbose=None):
        _Semaphore.__init__(self, value, verbose)
        self._initial_value = value

    def release(self):
        """As Semaphore.release, but ValueError if there was no acquire() for it."""
        if self._value >= self._initial_value:
            raise ValueError("Semaphore released too many times")
        return _Semaphore.release(self)


def Event(*args, **kwargs):
    """Make a flag that threads can wait for."""
    return _Event(*args, **kwargs)


class _Event(_Verbose):

    def __init__(self, verbose=None):
        _Verbose.__init__(self, verbose)
        self._cond = Condition(Lock())
        self._flag = False

    def _reset_internal_locks(self):
        # For _after_fork(): the lock may have been held by a thread that the child has not.
        self._cond.__init__()

    def is_set(self):
        """Tell the flag."""
        return self._flag

    isSet = is_set

    def set(self):
        """Raise the flag and wake all that wait for it."""
        self._cond.acquire()
        try:
            self._flag = True
            self._cond.notify_all()
        finally:
            self._cond.release()

    def clear(self):
        """Lower the flag."""
        self._cond.acquire()
        try:
            self._flag = False
        finally:
            self._cond.release()

    def wait(self, timeout=None):
        """Wait until the flag is raised, at most `timeout` seconds; tell whether it was."""
        self._cond.acquire()
        try:
            signaled = self._flag
            if not signaled:
                signaled = self._cond.wait(timeout)
            return signaled
        finally:
            self._cond.release()


class Barrier(_Verbose):
    """A point that `parties` threads leave together: wait() blocks until all of them are in it.

    It can be used again and again. _state is 0 while it fills, 1 while those inside leave, -1 while they leave
    because of reset() (with BrokenBarrierError), -2 when it is broken. Nobody gets in while others leave.
    """

    def __init__(self, parties, action=None, timeout=None, verbose=None):
        """`action` is called by one of the threads before they leave; `timeout` is what wait() takes if given none."""
        _Verbose.__init__(self, verbose)
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = 0
        self._count = 0

    def wait(self, timeout=None):
        """Wait for the others. Gives each thread a number of its own from 0 to parties - 1."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            self._enter() # Block while the barrier drains.
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._release()
                else:
                    self._wait(timeout)
                return index
            finally:
                self._count -= 1
                self._exit()

    def _enter(self):
        while self._state in (-1, 1):
            self._cond.wait()
        if self._state < 0:
            raise BrokenBarrierError
        assert self._state == 0

    def _release(self):
        # The last one in: lets all go, unless the action fails.
        try:
            if self._action:
                self._action()
            self._state = 1
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait(self, timeout):
        if not self._cond.wait_for(lambda : self._state != 0, timeout):
            # Who gives up breaks it for all: the number of parties cannot be reached any more.
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError
        assert self._state == 1

    def _exit(self):
        # The last one out opens it again for those who wait in _enter().
        if self._count == 0:
            if self._state in (-1, 1):
                self._state = 0
                self._cond.notify_all()

    def reset(self):
        """Make it as new; threads that wait in it get BrokenBarrierError."""
        with self._cond:
            if self._count > 0:
                if self._state in (0, -2):
                    self._state = -1
            else:
                self._state = 0
            self._cond.notify_all()

    def abort(self):
        """Break it: threads that wait in it now, or will, get BrokenBarrierError."""
        with self._cond:
            self._break()

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    @property
    def parties(self):
        """How many threads it waits for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait in it now."""
        if self._state == 0:
            return self._count
        return 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._state == -2


class BrokenBarrierError(RuntimeError):
    """What Barrier.wait() raises when not all parties will come."""


# The number in the last thread name that was made up. Two threads that make names at once may get the same one.
_counter = 0


def _newname(template="Thread-%d"):
    global _counter
    _counter = _counter + 1
    return template % _counter


# _active: the running threads by their identifier. _limbo: those between start() and their first step.
_active_limbo_lock = _allocate_lock()
_active = {}
_limbo = {}
# All threads that somebody still holds, for tests that look whether some were left behind.
_dangling = WeakSet()


class Thread(_Verbose):
    """A thread of control: give it a `target` to call, or override run() (and __init__, which must call this one)."""

    # Not `_initialized`, which is what the methods look at: in 3.2 a subclass that forgets Thread.__init__ gets an
    # AttributeError.
    __initialized = False
    # Kept in the class, where it outlives the module's globals at exit.
    __exc_info = _sys.exc_info

    def __init__(self, group=None, target=None, name=None,
                 args=(), kwargs=None, verbose=None):
        """Prepare a thread that will call target(*args, **kwargs). All arguments by keyword; group must be None."""
        assert group is None, "group argument must be None for now"
        _Verbose.__init__(self, verbose)
        if kwargs is None:
            kwargs = {}
        self._target = target
        self._name = str(name or _newname())
        self._args = args
        self._kwargs = kwargs
        self._daemonic = self._set_daemon()
        self._ident = None
        self._started = Event()
        self._stopped = False
        self._block = Condition(Lock())
        self._initialized = True
        self._stderr = _sys.stderr
        _dangling.add(self)

    def _reset_internal_locks(self):
        # For _after_fork(). A _DummyThread has no _block.
        if hasattr(self, '_block'):
            self._block.__init__()
        self._started._reset_internal_locks()

    def _set_daemon(self):
        return current_thread().daemon

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started.is_set():
            status = "started"
        if self._stopped:
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += " %s" % self._ident
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._name, status)

    def start(self):
        """Start the thread, once; returns when it has taken its first steps (and may wait for that like join())."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")

        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        self._note("%s.start(): starting thread", self)
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_new_thread(self._bootstrap, ())
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()

    def run(self):
        """What the thread does. This one calls the constructor's target."""
        try:
            if self._target:
                self._target(*self._args, **self._kwargs)
        finally:
            # The arguments may lead back to this object, and such a circle would keep them alive.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        # A daemon thread may wake while the interpreter is taken down and its globals are None. What it raises
        # then helps nobody. At any other time, and from any other thread, the exception is shown.
        try:
            self._bootstrap_inner()
        except:
            if self._daemonic and _sys is None:
                return
            raise

    def _set_ident(self):
        self._ident = _get_ident()

    def _bootstrap_inner(self):
        try:
            self._set_ident()
            self._started.set()
            with _active_limbo_lock:
                _active[self._ident] = self
                del _limbo[self]
            self._note("%s._bootstrap(): thread started", self)

            if _trace_hook:
                self._note("%s._bootstrap(): registering trace hook", self)
                _sys.settrace(_trace_hook)
            if _profile_hook:
                self._note("%s._bootstrap(): registering profile hook", self)
                _sys.setprofile(_profile_hook)

            try:
                self.run()
            except SystemExit:
                self._note("%s._bootstrap(): raised SystemExit", self)
            except:
                self._note("%s._bootstrap(): unhandled exception", self)
                if _sys:
                    _sys.stderr.write("Exception in thread %s:\n%s\n" %
                                      (self.name, _format_exc()))
                else:
                    # A traceback made by hand, with nothing but this object: the modules are gone already.
                    exc_type, exc_value, exc_tb = self.__exc_info()
                    try:
                        print((
                            "Exception in thread " + self.name +
                            " (most likely raised during interpreter shutdown):"), file=self._stderr)
                        print("Traceback (most recent call last):", file=self._stderr)
                        while exc_tb:
                            print((
                                '  File "%s", line %s, in %s' %
                                (exc_tb.tb_frame.f_code.co_filename, exc_tb.tb_lineno,
                                 exc_tb.tb_frame.f_code.co_name)), file=self._stderr)
                            exc_tb = exc_tb.tb_next
                        print(("%s: %s" % (exc_type, exc_value)), file=self._stderr)
                    finally:
                        # A traceback holds this frame, and this frame the traceback.
                        del exc_type, exc_value, exc_tb
            else:
                self._note("%s._bootstrap(): normal return", self)
        finally:
            with _active_limbo_lock:
                self._stop()
                try:
                    del _active[_get_ident()]
                except:
                    pass

    def _stop(self):
        self._block.acquire()
        self._stopped = True
        self._block.notify_all()
        self._block.release()

    def _delete(self):
        # Nothing may run between the removal and the release of the lock: a trace function that asked for
        # current_thread() there would wait for the lock that its own thread holds.
        try:
            with _active_limbo_lock:
                del _active[_get_ident()]
        except KeyError:
            if 'dummy_threading' not in _sys.modules:
                raise

    def join(self, timeout=None):
        """Wait until the thread has ended, at most `timeout` seconds; is_alive() tells then which it was.

        RuntimeError for a thread that was not started, and for the current one, which would wait forever.
        """
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")

        if __debug__:
            if not self._stopped:
                self._note("%s.join(): waiting until thread stops", self)

        self._block.acquire()
        try:
            if timeout is None:
                while not self._stopped:
                    self._block.wait()
                self._note("%s.join(): thread stopped", self)
            else:
                deadline = _time() + timeout
                while not self._stopped:
                    delay = deadline - _time()
                    if delay <= 0:
                        self._note("%s.join(): timed out", self)
                        break
                    self._block.wait(delay)
                else:
                    self._note("%s.join(): thread stopped", self)
        finally:
            self._block.release()

    @property
    def name(self):
        """A name for people to read; two threads may have the same."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)

    @property
    def ident(self):
        """What _thread.get_ident() gives in this thread, None before it starts; kept after its end."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    def is_alive(self):
        """Tell whether the thread has started and not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._stopped

    isAlive = is_alive

    @property
    def daemon(self):
        """Whether the process may end without waiting for this thread. Taken over from the thread that made it."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread");
        self._daemonic = daemonic

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name


def Timer(*args, **kwargs):
    """Make a thread that waits `interval` seconds and then calls a function, unless cancel() comes before.

    Timer(30.0, f, args=[], kwargs={})
    """
    return _Timer(*args, **kwargs)


class _Timer(Thread):

    def __init__(self, interval, function, args=[], kwargs={}):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.finished = Event()

    def cancel(self):
        """Keep the function from being called, if it was not yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread that was there before this module. It is made at import, by whichever thread imports first."""

    def __init__(self):
        Thread.__init__(self, name="MainThread")
        self._started.set()
        self._set_ident()
        with _active_limbo_lock:
            _active[self._ident] = self

    def _set_daemon(self):
        return False

    def _exitfunc(self):
        # What the interpreter calls at its end: the process goes on until no non-daemon thread is left.
        self._stop()
        t = _pickSomeNonDaemonThread()
        if t:
            self._note("%s: waiting for other threads", self)
        while t:
            t.join()
            t = _pickSomeNonDaemonThread()
        self._note("%s: exiting", self)
        self._delete()


def _pickSomeNonDaemonThread():
    for t in enumerate():
        if not t.daemon and t.is_alive():
            return t
    return None


class _DummyThread(Thread):
    """Stands for a thread that was started by other means, so that current_thread() has something to return.

    Nothing tells its end: it stays in _active for good, and cannot be joined.
    """

    def __init__(self):
        Thread.__init__(self, name=_newname("Dummy-%d"))
        del self._block
        self._started.set()
        self._set_ident()
        with _active_limbo_lock:
            _active[self._ident] = self

    def _set_daemon(self):
        return True

    def _stop(self):
        pass

    def join(self, timeout=None):
        assert False, "cannot join a dummy thread"


def current_thread():
    """The Thread object of the caller."""
    try:
        return _active[_get_ident()]
    except KeyError:
        return _DummyThread()

currentThread = current_thread


def active_count():
    """How many threads are alive: the length of enumerate()."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)

activeCount = active_count


def _enumerate():
    # Without the lock, for those that hold it.
    return list(_active.values()) + list(_limbo.values())


def enumerate():
    """A list of the threads that are alive: the main one, daemons and dummies included."""
    with _active_limbo_lock:
        return list(_active.values()) + list(_limbo.values())


# The interpreter looks for this name when it ends.
_shutdown = _MainThread()._exitfunc


def _after_fork():
    # The interpreter calls this in a forked child, in which the calling thread is the only one. Locks may have
    # been held by threads that are not here any more, so they are all made anew, the module's first.
    global _active_limbo_lock
    _active_limbo_lock = _allocate_lock()

    new_active = {}
    current = current_thread()
    with _active_limbo_lock:
        for thread in _active.values():
            thread._reset_internal_locks()
            if thread is current:
                ident = _get_ident()
                thread._ident = ident
                new_active[ident] = thread
            else:
                thread._stop()

        _limbo.clear()
        _active.clear()
        _active.update(new_active)
        assert len(_active) == 1


try:
    from _thread import _local as local
except ImportError:
    # _dummy_thread has none.
    from _threading_local import local

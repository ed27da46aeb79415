"""Threads as objects, and the ways they wait for one another (the library of profile 2.7).

Everything here is Python over three things of the module `thread`: start_new_thread, allocate_lock and get_ident.
A thread lock of 2.7 cannot be waited for with a time limit and cannot be interrupted by a signal. Two loops of this
file follow from that, and decide what Ctrl-C does to a program:

* without a timeout, Condition.wait() sits in `waiter.acquire()` and no signal handler runs until somebody notifies;
* with a timeout, it tries the lock without blocking and sleeps in between, 1 ms at first and up to 50 ms, and
  each of these short sleeps lets a handler run.

join(), Event.wait(), Semaphore.acquire() and Queue.get() are loops over Condition.wait() and inherit both.
"""

import sys as _sys
import thread
import warnings

from _collections import deque as _deque
from itertools import count as _count
from time import time as _time, sleep as _sleep
from traceback import format_exc as _format_exc

__all__ = ['activeCount', 'active_count', 'Condition', 'currentThread',
           'current_thread', 'enumerate', 'Event',
           'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread',
           'Timer', 'setprofile', 'settrace', 'local', 'stack_size']

# The functions are kept under private names: at exit a module's globals are emptied, those with one underscore
# first, and a daemon thread that still runs may find some of them gone.
_start_new_thread = thread.start_new_thread
_allocate_lock = thread.allocate_lock
_get_ident = thread.get_ident
ThreadError = thread.error
stack_size = thread.stack_size
del thread

# With True every object of this module tells on stderr what it does; each class also takes an argument `verbose`.
_VERBOSE = False


class _Verbose(object):
    """What can tell its doings. The base of all classes here, which makes them new-style ones."""

    def __init__(self, verbose=None):
        self.__verbose = _VERBOSE if verbose is None else verbose

    def _note(self, format, *args):
        if __debug__ and self.__verbose:
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


def RLock(*args, **kwargs):
    """Make a lock that its owner may acquire again; it is free after as many releases."""
    return _RLock(*args, **kwargs)


class _RLock(_Verbose):
    """A lock with an owner and a count, in Python over a plain lock.

    Being Python it can be interrupted between any two instructions: a signal handler that raises between the
    acquire of the inner lock and the note of its owner leaves it locked with no owner.
    """

    def __init__(self, verbose=None):
        _Verbose.__init__(self, verbose)
        self.__block = _allocate_lock()
        self.__owner = None
        self.__count = 0

    def __repr__(self):
        owner = self.__owner
        try:
            owner = _active[owner].name
        except KeyError:
            pass
        return "<%s owner=%r count=%d>" % (self.__class__.__name__, owner, self.__count)

    def acquire(self, blocking=1):
        """Take the lock, or count one more if it is this thread's already.

        The result is true, or what a plain lock's acquire(blocking) gave.
        """
        me = _get_ident()
        if self.__owner == me:
            self.__count = self.__count + 1
            self._note("%s.acquire(%s): recursive success", self, blocking)
            return 1
        rc = self.__block.acquire(blocking)
        if rc:
            self.__owner = me
            self.__count = 1
            self._note("%s.acquire(%s): initial success", self, blocking)
        else:
            self._note("%s.acquire(%s): failure", self, blocking)
        return rc

    __enter__ = acquire

    def release(self):
        """Count one less, and free the lock at zero. RuntimeError if it is not this thread's."""
        if self.__owner != _get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self.__count = count = self.__count - 1
        if not count:
            # The owner goes first: once the inner lock is free, the next thread writes its own name here.
            self.__owner = None
            self.__block.release()
            self._note("%s.release(): final release", self)
        else:
            self._note("%s.release(): non-final release", self)

    def __exit__(self, t, v, tb):
        self.release()

    # What Condition.wait() needs of a lock: to free it whatever its count, and to put that count back.

    def _acquire_restore(self, count_owner):
        count, owner = count_owner
        self.__block.acquire()
        self.__count = count
        self.__owner = owner
        self._note("%s._acquire_restore()", self)

    def _release_save(self):
        self._note("%s._release_save()", self)
        count = self.__count
        self.__count = 0
        owner = self.__owner
        self.__owner = None
        self.__block.release()
        return (count, owner)

    def _is_owned(self):
        return self.__owner == _get_ident()


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
        self.__lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # A lock that knows of counts and owners brings its own three methods; the ones below do for a plain lock.
        for method in ('_release_save', '_acquire_restore', '_is_owned'):
            try:
                setattr(self, method, getattr(lock, method))
            except AttributeError:
                pass
        self.__waiters = []

    def __enter__(self):
        return self.__lock.__enter__()

    def __exit__(self, *args):
        return self.__lock.__exit__(*args)

    def __repr__(self):
        return "<Condition(%s, %d)>" % (self.__lock, len(self.__waiters))

    def _release_save(self):
        self.__lock.release()

    def _acquire_restore(self, x):
        self.__lock.acquire()

    def _is_owned(self):
        # A plain lock does not know its owner; that somebody holds it is all that can be asked.
        if self.__lock.acquire(0):
            self.__lock.release()
            return False
        else:
            return True

    def wait(self, timeout=None):
        """Free the lock, wait to be notified or for `timeout` seconds, and take the lock again.

        The result is None in either case. RuntimeError if the lock is not held.
        """
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _allocate_lock()
        waiter.acquire()
        self.__waiters.append(waiter)
        saved_state = self._release_save()
        try:
            if timeout is None:
                # No signal handler runs in here, however often a signal comes: see the head of this file.
                waiter.acquire()
                self._note("%s.wait(): got it", self)
            else:
                # A lock of 2.7 has no timeout, so it is polled. Doubling sleeps are the compromise between a
                # quick answer and an idle processor; 50 ms is the longest that a notify() may go unseen.
                endtime = _time() + timeout
                delay = 0.0005
                while True:
                    gotit = waiter.acquire(0)
                    if gotit:
                        break
                    remaining = endtime - _time()
                    if remaining <= 0:
                        break
                    delay = min(delay * 2, remaining, .05)
                    _sleep(delay)
                if not gotit:
                    self._note("%s.wait(%s): timed out", self, timeout)
                    try:
                        self.__waiters.remove(waiter)
                    except ValueError:
                        # A notify() came after the last try and took it out.
                        pass
                else:
                    self._note("%s.wait(%s): got it", self, timeout)
        finally:
            # Also on the way out of a KeyboardInterrupt: the caller's `with` will release the lock.
            self._acquire_restore(saved_state)

    def notify(self, n=1):
        """Wake at most n waiting threads, those that have waited longest. RuntimeError if the lock is not held."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        all_waiters = self.__waiters
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

    def notifyAll(self):
        """Wake all waiting threads."""
        self.notify(len(self.__waiters))

    notify_all = notifyAll


def Semaphore(*args, **kwargs):
    """Make a counter that acquire() takes one from, waiting at zero, and release() adds one to."""
    return _Semaphore(*args, **kwargs)


class _Semaphore(_Verbose):

    def __init__(self, value=1, verbose=None):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        _Verbose.__init__(self, verbose)
        self.__cond = Condition(Lock())
        self.__value = value

    def acquire(self, blocking=1):
        """Take one from the counter. At zero wait for it, or with blocking false return False at once."""
        rc = False
        with self.__cond:
            while self.__value == 0:
                if not blocking:
                    break
                self._note("%s.acquire(%s): blocked waiting, value=%s", self, blocking, self.__value)
                self.__cond.wait()
            else:
                self.__value = self.__value - 1
                self._note("%s.acquire: success, value=%s", self, self.__value)
                rc = True
        return rc

    __enter__ = acquire

    def release(self):
        """Add one to the counter and wake one waiting thread."""
        with self.__cond:
            self.__value = self.__value + 1
            self._note("%s.release: success, value=%s", self, self.__value)
            self.__cond.notify()

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
        with self._Semaphore__cond:
            if self._Semaphore__value >= self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._Semaphore__value += 1
            self._Semaphore__cond.notify()


def Event(*args, **kwargs):
    """Make a flag that threads can wait for."""
    return _Event(*args, **kwargs)


class _Event(_Verbose):

    def __init__(self, verbose=None):
        _Verbose.__init__(self, verbose)
        self.__cond = Condition(Lock())
        self.__flag = False

    def _reset_internal_locks(self):
        # For _after_fork(): the lock may have been held by a thread that the child has not.
        self.__cond.__init__(Lock())

    def isSet(self):
        """Tell the flag."""
        return self.__flag

    is_set = isSet

    def set(self):
        """Raise the flag and wake all that wait for it."""
        with self.__cond:
            self.__flag = True
            self.__cond.notify_all()

    def clear(self):
        """Lower the flag."""
        with self.__cond:
            self.__flag = False

    def wait(self, timeout=None):
        """Wait until the flag is raised, at most `timeout` seconds; tell the flag."""
        with self.__cond:
            if not self.__flag:
                self.__cond.wait(timeout)
            return self.__flag


# Numbers for thread names, from 1. The bound method of an iterator in C hands each number to one thread only.
_counter = _count(1).next


def _newname(template="Thread-%d"):
    return template % _counter()


# _active: the running threads by their identifier. _limbo: those between start() and their first step.
_active_limbo_lock = _allocate_lock()
_active = {}
_limbo = {}


class Thread(_Verbose):
    """A thread of control: give it a `target` to call, or override run() (and __init__, which must call this one)."""

    __initialized = False
    # Kept in the class, where they outlive the module's globals at exit.
    __exc_info = _sys.exc_info
    __exc_clear = _sys.exc_clear

    def __init__(self, group=None, target=None, name=None,
                 args=(), kwargs=None, verbose=None):
        """Prepare a thread that will call target(*args, **kwargs). All arguments by keyword; group must be None."""
        assert group is None, "group argument must be None for now"
        _Verbose.__init__(self, verbose)
        if kwargs is None:
            kwargs = {}
        self.__target = target
        self.__name = str(name or _newname())
        self.__args = args
        self.__kwargs = kwargs
        self.__daemonic = self._set_daemon()
        self.__ident = None
        self.__started = Event()
        self.__stopped = False
        self.__block = Condition(Lock())
        self.__initialized = True
        self.__stderr = _sys.stderr

    def _reset_internal_locks(self):
        # For _after_fork(). A _DummyThread has no __block.
        if hasattr(self, '_Thread__block'):
            self.__block.__init__()
        self.__started._reset_internal_locks()

    @property
    def _block(self):
        return self.__block

    def _set_daemon(self):
        return current_thread().daemon

    def __repr__(self):
        assert self.__initialized, "Thread.__init__() was not called"
        status = "initial"
        if self.__started.is_set():
            status = "started"
        if self.__stopped:
            status = "stopped"
        if self.__daemonic:
            status += " daemon"
        if self.__ident is not None:
            status += " %s" % self.__ident
        return "<%s(%s, %s)>" % (self.__class__.__name__, self.__name, status)

    def start(self):
        """Start the thread, once; returns when it has taken its first steps (and may wait for that like join())."""
        if not self.__initialized:
            raise RuntimeError("thread.__init__() not called")
        if self.__started.is_set():
            raise RuntimeError("threads can only be started once")
        self._note("%s.start(): starting thread", self)
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_new_thread(self.__bootstrap, ())
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self.__started.wait()

    def run(self):
        """What the thread does. This one calls the constructor's target."""
        try:
            if self.__target:
                self.__target(*self.__args, **self.__kwargs)
        finally:
            # The arguments may lead back to this object, and such a circle would keep them alive.
            del self.__target, self.__args, self.__kwargs

    def __bootstrap(self):
        # A daemon thread may wake while the interpreter is taken down and its globals are None. What it raises
        # then helps nobody. At any other time, and from any other thread, the exception is shown.
        try:
            self.__bootstrap_inner()
        except:
            if self.__daemonic and _sys is None:
                return
            raise

    def _set_ident(self):
        self.__ident = _get_ident()

    def __bootstrap_inner(self):
        try:
            self._set_ident()
            self.__started.set()
            with _active_limbo_lock:
                _active[self.__ident] = self
                del _limbo[self]
            self._note("%s.__bootstrap(): thread started", self)

            if _trace_hook:
                self._note("%s.__bootstrap(): registering trace hook", self)
                _sys.settrace(_trace_hook)
            if _profile_hook:
                self._note("%s.__bootstrap(): registering profile hook", self)
                _sys.setprofile(_profile_hook)

            try:
                self.run()
            except SystemExit:
                self._note("%s.__bootstrap(): raised SystemExit", self)
            except:
                self._note("%s.__bootstrap(): unhandled exception", self)
                if _sys and _sys.stderr is not None:
                    print>>_sys.stderr, ("Exception in thread %s:\n%s" %
                                         (self.name, _format_exc()))
                elif self.__stderr is not None:
                    # A traceback made by hand, with nothing but this object: the modules are gone already.
                    exc_type, exc_value, exc_tb = self.__exc_info()
                    try:
                        print>>self.__stderr, (
                            "Exception in thread " + self.name +
                            " (most likely raised during interpreter shutdown):")
                        print>>self.__stderr, "Traceback (most recent call last):"
                        while exc_tb:
                            print>>self.__stderr, (
                                '  File "%s", line %s, in %s' %
                                (exc_tb.tb_frame.f_code.co_filename, exc_tb.tb_lineno,
                                 exc_tb.tb_frame.f_code.co_name))
                            exc_tb = exc_tb.tb_next
                        print>>self.__stderr, ("%s: %s" % (exc_type, exc_value))
                    finally:
                        # A traceback holds this frame, and this frame the traceback.
                        del exc_type, exc_value, exc_tb
            else:
                self._note("%s.__bootstrap(): normal return", self)
            finally:
                # The thread's last exception must not keep its frames alive once join() has returned.
                self.__exc_clear()
        finally:
            with _active_limbo_lock:
                self.__stop()
                try:
                    del _active[_get_ident()]
                except:
                    pass

    def __stop(self):
        # A _DummyThread has no __block: nobody may wait for it.
        if not hasattr(self, '_Thread__block'):
            return
        self.__block.acquire()
        self.__stopped = True
        self.__block.notify_all()
        self.__block.release()

    def __delete(self):
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
        Without a timeout no signal handler runs while this waits.
        """
        if not self.__initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self.__started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")

        if __debug__:
            if not self.__stopped:
                self._note("%s.join(): waiting until thread stops", self)
        self.__block.acquire()
        try:
            if timeout is None:
                while not self.__stopped:
                    self.__block.wait()
                self._note("%s.join(): thread stopped", self)
            else:
                deadline = _time() + timeout
                while not self.__stopped:
                    delay = deadline - _time()
                    if delay <= 0:
                        self._note("%s.join(): timed out", self)
                        break
                    self.__block.wait(delay)
                else:
                    self._note("%s.join(): thread stopped", self)
        finally:
            self.__block.release()

    @property
    def name(self):
        """A name for people to read; two threads may have the same."""
        assert self.__initialized, "Thread.__init__() not called"
        return self.__name

    @name.setter
    def name(self, name):
        assert self.__initialized, "Thread.__init__() not called"
        self.__name = str(name)

    @property
    def ident(self):
        """What thread.get_ident() gives in this thread, None before it starts; kept after its end."""
        assert self.__initialized, "Thread.__init__() not called"
        return self.__ident

    def isAlive(self):
        """Tell whether the thread has started and not ended."""
        assert self.__initialized, "Thread.__init__() not called"
        return self.__started.is_set() and not self.__stopped

    is_alive = isAlive

    @property
    def daemon(self):
        """Whether the process may end without waiting for this thread. Taken over from the thread that made it."""
        assert self.__initialized, "Thread.__init__() not called"
        return self.__daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self.__initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self.__started.is_set():
            raise RuntimeError("cannot set daemon status of active thread");
        self.__daemonic = daemonic

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
        self._Thread__started.set()
        self._set_ident()
        with _active_limbo_lock:
            _active[_get_ident()] = self

    def _set_daemon(self):
        return False

    def _exitfunc(self):
        # What the interpreter calls at its end: the process goes on until no non-daemon thread is left.
        self._Thread__stop()
        t = _pickSomeNonDaemonThread()
        if t:
            self._note("%s: waiting for other threads", self)
        while t:
            t.join()
            t = _pickSomeNonDaemonThread()
        self._note("%s: exiting", self)
        self._Thread__delete()


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
        del self._Thread__block
        self._Thread__started.set()
        self._set_ident()
        with _active_limbo_lock:
            _active[_get_ident()] = self

    def _set_daemon(self):
        return True

    def join(self, timeout=None):
        assert False, "cannot join a dummy thread"


def currentThread():
    """The Thread object of the caller."""
    try:
        return _active[_get_ident()]
    except KeyError:
        return _DummyThread()

current_thread = currentThread


def activeCount():
    """How many threads are alive: the length of enumerate()."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)

active_count = activeCount


def _enumerate():
    # Without the lock, for those that hold it.
    return _active.values() + _limbo.values()


def enumerate():
    """A list of the threads that are alive: the main one, daemons and dummies included."""
    with _active_limbo_lock:
        return _active.values() + _limbo.values()


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
        for thread in _enumerate():
            if hasattr(thread, '_reset_internal_locks'):
                thread._reset_internal_locks()
            if thread is current:
                ident = _get_ident()
                thread._Thread__ident = ident
                new_active[ident] = thread
            else:
                thread._Thread__stop()

        _limbo.clear()
        _active.clear()
        _active.update(new_active)
        assert len(_active) == 1


try:
    from thread import _local as local
except ImportError:
    # dummy_thread has none.
    from _threading_local import local

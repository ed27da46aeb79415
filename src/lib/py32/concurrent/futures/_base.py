"""Futures: results of calls that may still be under way.

A future's condition guards its state. Who waits for several futures hangs a waiter on each, under all their conditions,
taken in the order of their addresses.
"""

import collections
import logging
import threading
import time

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
# Cancelled by the user, and noticed by a worker.
CANCELLED = 'CANCELLED'
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'
FINISHED = 'FINISHED'
_DONE = CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED
_SHOWN = {PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled", CANCELLED_AND_NOTIFIED: "cancelled",
          FINISHED: "finished"}

LOGGER = logging.getLogger("concurrent.futures")


class Error(Exception):
    """What errors of this package have in common."""


class CancelledError(Error):
    """The future was cancelled."""


class TimeoutError(Error):
    """It took longer than was allowed."""


class _Waiter(object):
    """Is told of futures that are done; its event is set when the waiting is to end."""

    def __init__(self, pending=None, stop_on_exception=False):
        # `pending`: how many must be done; None: one will do.
        self.event = threading.Event()
        self.lock = threading.Lock()
        self.finished_futures = []
        self.pending = pending
        self.stop_on_exception = stop_on_exception

    def add(self, future, raised=False):
        with self.lock:
            self.finished_futures.append(future)
            if self.pending is None or raised and self.stop_on_exception:
                self.event.set()
                return
            self.pending -= 1
            if not self.pending:
                self.event.set()


class _AcquireFutures(object):
    """Holds the conditions of many futures."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


def _notified(fs):
    return set(f for f in fs if f._state in (CANCELLED_AND_NOTIFIED, FINISHED))


def _hang(fs, waiter):
    for f in fs:
        f._waiters.append(waiter)
    return waiter


def as_completed(fs, timeout=None):
    """The futures as they get done; TimeoutError if they have not all done so in `timeout` seconds."""
    if timeout is not None:
        end_time = timeout + time.time()
    with _AcquireFutures(fs):
        finished = _notified(fs)
        pending = set(fs) - finished
        waiter = _hang(fs, _Waiter())
    try:
        for future in finished:
            yield future
        while pending:
            wait_timeout = None
            if timeout is not None:
                wait_timeout = end_time - time.time()
                if wait_timeout < 0:
                    raise TimeoutError('%d (of %d) futures unfinished' % (len(pending), len(fs)))
            waiter.event.wait(wait_timeout)
            with waiter.lock:
                finished, waiter.finished_futures = waiter.finished_futures, []
                waiter.event.clear()
            for future in finished:
                yield future
                pending.remove(future)
    finally:
        for f in fs:
            f._waiters.remove(waiter)

DoneAndNotDoneFutures = collections.namedtuple('DoneAndNotDoneFutures', 'done not_done')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for all futures, or the first that is done, or the first that raises: (those done, the others)."""
    with _AcquireFutures(fs):
        done = _notified(fs)
        not_done = set(fs) - done
        enough = len(done) == len(fs) or return_when == FIRST_COMPLETED and done
        if return_when == FIRST_EXCEPTION:
            enough = enough or any(not f.cancelled() and f.exception() is not None for f in done)
        if enough:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
            raise ValueError("Invalid return condition: %r" % return_when)
        pending = None if return_when == FIRST_COMPLETED else len(not_done)
        waiter = _hang(fs, _Waiter(pending, return_when == FIRST_EXCEPTION))
    waiter.event.wait(timeout)
    for f in fs:
        f._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, set(fs) - done)


class Future(object):
    """A call's result-to-be. Executors make them."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            try:
                callback(self)
            except Exception:
                LOGGER.exception('exception calling callback for %r', self)

    def __repr__(self):
        with self._condition:
            text = '<Future at %s state=%s' % (hex(id(self)), _SHOWN[self._state])
            if self._state == FINISHED and self._exception:
                text += ' raised %s' % self._exception.__class__.__name__
            elif self._state == FINISHED:
                text += ' returned %s' % self._result.__class__.__name__
            return text + '>'

    def cancel(self):
        """Cancel the call, if it has not begun. Whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state in _DONE

    def add_done_callback(self, fn):
        """Have fn(future) called when it is done, by the thread that does it; at once if it is done already."""
        with self._condition:
            if self._state not in _DONE:
                self._done_callbacks.append(fn)
                return
        fn(self)

    def __get_result(self):
        if self._exception:
            raise self._exception
        else:
            return self._result

    def result(self, timeout=None):
        """What the call returned; or raises what it raised."""
        with self._condition:
            if self._state in [CANCELLED, CANCELLED_AND_NOTIFIED]:
                raise CancelledError()
            elif self._state == FINISHED:
                return self.__get_result()
            self._condition.wait(timeout)
            if self._state in [CANCELLED, CANCELLED_AND_NOTIFIED]:
                raise CancelledError()
            elif self._state == FINISHED:
                return self.__get_result()
            else:
                raise TimeoutError()

    def exception(self, timeout=None):
        """What the call raised, or None."""
        with self._condition:
            if self._state not in _DONE:
                self._condition.wait(timeout)
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                raise CancelledError()
            if self._state != FINISHED:
                raise TimeoutError()
            return self._exception

    # For executors and tests:

    def set_running_or_notify_cancel(self):
        """Whether the call is to be made; False if it was cancelled."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            # 3.2 asks for an attribute that is not there, and so never gets to its RuntimeError.
            LOGGER.critical('Future %s in unexpected state: %s', id(self.future), self.future._state)
            raise RuntimeError('Future in unexpected state')

    def _finish(self, raised):
        self._state = FINISHED
        for waiter in self._waiters:
            waiter.add(self, raised)
        self._condition.notify_all()

    def set_result(self, result):
        with self._condition:
            self._result = result
            self._finish(False)
        self._invoke_callbacks()

    def set_exception(self, exception):
        with self._condition:
            self._exception = exception
            self._finish(True)
        self._invoke_callbacks()


class Executor(object):
    """Makes calls. In a `with` statement it is shut down at the end."""

    def submit(self, fn, *args, **kwargs):
        """Have fn(*args, **kwargs) called; gives its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None):
        """The results of the calls with the items of iterables, in order. All calls are submitted by the first next()."""
        if timeout is not None:
            end_time = timeout + time.time()
        fs = [self.submit(fn, *args) for args in zip(*iterables)]
        try:
            for future in fs:
                if timeout is None:
                    yield future.result()
                else:
                    yield future.result(end_time - time.time())
        finally:
            for future in fs:
                future.cancel()

    def shutdown(self, wait=True):
        """Take no more calls; and wait for those that were taken, unless told not to."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False

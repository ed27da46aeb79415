"""A pool of threads that make calls: ThreadPool.

A task is (job, number, function, arguments). Workers take tasks out of one queue and put (job, number, (success, value))
into another, from which one thread takes them and tells the results. None in the queue of tasks ends a worker.
"""

from __future__ import absolute_import
import itertools
import threading
import time

from multiprocessing import TimeoutError, cpu_count

if str is bytes:
    from Queue import Queue
else:
    from queue import Queue

__all__ = ['Pool', 'ThreadPool']

RUN, CLOSE, TERMINATE = range(3)
_jobs = itertools.count()


def mapstar(args):
    return list(map(*args))


def worker(tasks, results, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    while True:
        task = tasks.get()
        if task is None:
            return
        job, number, func, args, kwds = task
        try:
            result = (True, func(*args, **kwds))
        except Exception as e:
            result = (False, e)
        results.put((job, number, result))


def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    """Refused: there are no processes here."""
    raise NotImplementedError("this Python has no pools of processes; use multiprocessing.pool.ThreadPool")


class ThreadPool(object):
    """Makes calls in `processes` threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        if processes is None:
            try:
                processes = cpu_count()
            except NotImplementedError:
                processes = 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not hasattr(initializer, '__call__'):
            raise TypeError('initializer must be a callable')
        self._tasks, self._results = Queue(), Queue()
        self._cache = {}
        self._state = RUN
        self._processes = processes
        self._pool = []
        for at in range(processes):
            thread = threading.Thread(target=worker, args=(self._tasks, self._results, initializer, initargs))
            thread.daemon = True
            self._pool.append(thread)
            thread.start()
        self._handler = threading.Thread(target=_handle_results, args=(self._results, self._cache))
        self._handler.daemon = True
        self._handler.start()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def _check(self):
        assert self._state == RUN

    def apply(self, func, args=(), kwds={}):
        """The result of one call."""
        self._check()
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """One call; gives what will have its result."""
        self._check()
        result = ApplyResult(self._cache, callback, error_callback)
        self._tasks.put((result._job, None, func, args, kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        """The results of the calls with each item, in order."""
        self._check()
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same, without waiting."""
        self._check()
        items = list(iterable) if not hasattr(iterable, '__len__') else iterable
        if chunksize is None:
            chunksize, extra = divmod(len(items), len(self._pool) * 4)
            chunksize += bool(extra)
        if len(items) == 0:
            chunksize = 0
        result = MapResult(self._cache, chunksize, len(items), callback, error_callback)
        for number, chunk in enumerate(_chunks(items, chunksize)):
            self._tasks.put((result._job, number, mapstar, ((func, chunk),), {}))
        return result

    def imap(self, func, iterable, chunksize=1):
        """An iterator of the results, in order."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """An iterator of the results, as they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check()
        assert chunksize >= 1
        result = kind(self._cache)
        if chunksize == 1:
            tasks = [(func, (item,)) for item in iterable]
        else:
            tasks = [(mapstar, ((func, chunk),)) for chunk in _chunks(iterable, chunksize)]
        for number, (function, args) in enumerate(tasks):
            self._tasks.put((result._job, number, function, args, {}))
        result._set_length(len(tasks))
        return result if chunksize == 1 else (item for chunk in result for item in chunk)

    def close(self):
        """Take no more calls."""
        if self._state == RUN:
            self._state = CLOSE
            for worker in self._pool:
                self._tasks.put(None)

    def terminate(self):
        """Make no more calls, not even those that were taken."""
        if self._state != TERMINATE:
            self._state = TERMINATE
            with self._tasks.mutex:
                self._tasks.queue.clear()
            for worker in self._pool:
                self._tasks.put(None)

    def join(self):
        """Wait for the end, which close() or terminate() has begun."""
        assert self._state in (CLOSE, TERMINATE)
        for worker in self._pool:
            worker.join()
        self._results.put(None)
        self._handler.join()


def _chunks(items, size):
    iterator = iter(items)
    while size:
        chunk = tuple(itertools.islice(iterator, size))
        if not chunk:
            return
        yield chunk


def _handle_results(results, cache):
    while True:
        told = results.get()
        if told is None:
            return
        job, number, outcome = told
        if job in cache:
            cache[job]._set(number, outcome)


class ApplyResult(object):
    """What will have the result of a call."""

    def __init__(self, cache, callback, error_callback=None):
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_jobs)
        self._cache = cache
        self._ready = False
        self._callback, self._error_callback = callback, error_callback
        cache[self._job] = self

    def ready(self):
        return self._ready

    def successful(self):
        assert self._ready
        return self._success

    def wait(self, timeout=None):
        self._cond.acquire()
        try:
            if not self._ready:
                self._cond.wait(timeout)
        finally:
            self._cond.release()

    def get(self, timeout=None):
        """The result, or the exception raised; TimeoutError if it is not there in time."""
        self.wait(timeout)
        if not self._ready:
            raise TimeoutError
        if self._success:
            return self._value
        else:
            raise self._value

    def _set(self, number, outcome):
        self._success, self._value = outcome
        self._finish()

    def _finish(self):
        if self._callback and self._success:
            self._callback(self._value)
        if self._error_callback and not self._success:
            self._error_callback(self._value)
        self._cond.acquire()
        try:
            self._ready = True
            self._cond.notify_all()
        finally:
            self._cond.release()
        del self._cache[self._job]

AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The same for many calls, made in chunks."""

    def __init__(self, cache, chunksize, length, callback, error_callback=None):
        ApplyResult.__init__(self, cache, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        self._left = 0
        if chunksize <= 0:
            self._ready = True
            del cache[self._job]
        else:
            self._left = length // chunksize + bool(length % chunksize)

    def _set(self, number, outcome):
        success, value = outcome
        if success:
            self._value[number * self._chunksize:(number + 1) * self._chunksize] = value
            self._left -= 1
            if self._left == 0:
                self._finish()
        elif self._success:
            # The first error is the result.
            self._success, self._value = False, value
            self._finish()


class IMapIterator(object):
    """Results in the order of their items."""

    def __init__(self, cache):
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_jobs)
        self._cache = cache
        self._waiting = {}
        self._items = []
        self._index = self._given = 0
        self._length = None
        cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError if it is not there in time."""
        self._cond.acquire()
        try:
            end = None if timeout is None else time.time() + timeout
            while not self._items:
                if self._given == self._length:
                    raise StopIteration
                left = None if end is None else end - time.time()
                if left is not None and left <= 0:
                    raise TimeoutError
                self._cond.wait(left)
            self._given += 1
            success, value = self._items.pop(0)
        finally:
            self._cond.release()
        if success:
            return value
        raise value

    __next__ = next

    def _arrived(self, number, outcome):
        self._waiting[number] = outcome
        while self._index in self._waiting:
            self._items.append(self._waiting.pop(self._index))
            self._index += 1

    def _set(self, number, outcome):
        self._cond.acquire()
        try:
            self._arrived(number, outcome)
            self._cond.notify()
            if self._index == self._length:
                self._cache.pop(self._job, None)
        finally:
            self._cond.release()

    def _set_length(self, length):
        self._cond.acquire()
        try:
            self._length = length
            self._cond.notify_all()
        finally:
            self._cond.release()


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _arrived(self, number, outcome):
        self._items.append(outcome)
        self._index += 1

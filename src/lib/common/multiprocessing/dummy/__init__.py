"""The names of multiprocessing, with threads in place of processes."""

from __future__ import absolute_import
import threading
from threading import BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore

if str is bytes:
    from Queue import Queue
else:
    from queue import Queue

__all__ = ['Process', 'current_process', 'active_children', 'freeze_support', 'Lock', 'RLock', 'Semaphore',
           'BoundedSemaphore', 'Condition', 'Event', 'Queue', 'Manager', 'Pipe', 'Pool', 'JoinableQueue']

JoinableQueue = Queue
current_process = threading.current_thread
_children = []


class DummyProcess(threading.Thread):
    """A thread that looks like a process."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}):
        threading.Thread.__init__(self, group, target, name, args, kwargs)
        self._pid = None

    def start(self):
        _children.append(self)
        threading.Thread.start(self)

    @property
    def exitcode(self):
        return 0 if self.ident is not None and not self.is_alive() else None

Process = DummyProcess


def active_children():
    """The threads that were started as processes and have not ended."""
    _children[:] = [child for child in _children if child.is_alive()]
    return list(_children)


def freeze_support():
    """There is nothing to support."""


class Namespace(object):
    """An object to put attributes into."""

    def __init__(self, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        shown = sorted(['%s=%r' % item for item in self.__dict__.items() if not item[0].startswith('_')])
        return 'Namespace(%s)' % ', '.join(shown)


class Value(object):
    """A place for a value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self.value = value

    def __repr__(self):
        return '<%r(%r, %r)>' % (type(self).__name__, self._typecode, self.value)


def Array(typecode, sequence, lock=True):
    return list(sequence)


def Manager():
    """What makes shared objects: this module, since threads share all objects."""
    import sys
    module = sys.modules[__name__]
    module.dict, module.list = dict, list
    return module


class _Connection(object):
    def __init__(self, incoming, outgoing):
        self._in, self._out = incoming, outgoing
        self.send = self.send_bytes = outgoing.put
        self.recv = self.recv_bytes = incoming.get

    def poll(self, timeout=0.0):
        if self._in.qsize() > 0:
            return True
        if timeout is None or timeout <= 0.0:
            return False
        with self._in.not_empty:
            self._in.not_empty.wait(timeout)
        return self._in.qsize() > 0

    def close(self):
        pass


def Pipe(duplex=True):
    """Two ends; what is sent into the one comes out of the other."""
    first, second = Queue(), Queue()
    return _Connection(first, second), _Connection(second, first)


def Pool(processes=None, initializer=None, initargs=()):
    """A pool of threads."""
    from multiprocessing.pool import ThreadPool
    return ThreadPool(processes, initializer, initargs)

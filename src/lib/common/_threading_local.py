"""Thread-local data in Python, as it is made where the module `_thread` (`thread`) has no type for it.

Each `local` has a dict a thread, kept by the local and found by the thread's id; it goes with the thread or with the local,
whichever ends first. While a thread uses the object, under the object's lock, the thread's dict is the object's `__dict__`.
"""

from contextlib import contextmanager
from threading import current_thread, RLock
from weakref import ref

__all__ = ["local"]


class _Store(object):
    """The dicts of one local."""

    __slots__ = 'key', 'dicts', 'arguments', 'lock', '__weakref__'

    def __init__(self, arguments):
        # Under this name each thread keeps a reference that takes its dict away when the thread is gone.
        self.key = '_threading_local._Store.%d' % id(self)
        self.dicts = {}
        self.arguments = arguments
        self.lock = RLock()

    def dict_of_this_thread(self):
        """Its dict; a KeyError if it has none yet."""
        return self.dicts[id(current_thread())][1]

    def new_dict(self):
        thread = current_thread()
        ident = id(thread)
        key = self.key

        def store_deleted(_, thread_ref=None):
            thread = thread_ref()
            if thread is not None:
                del thread.__dict__[key]

        def thread_deleted(_):
            store = store_ref()
            if store is not None:
                store.dicts.pop(ident, None)

        thread_ref = ref(thread, thread_deleted)
        store_deleted.__defaults__ = (thread_ref,)
        store_ref = ref(self, store_deleted)
        thread.__dict__[key] = store_ref
        made = {}
        self.dicts[ident] = thread_ref, made
        return made


@contextmanager
def _in_place(self):
    # The object with the running thread's dict; a new thread's is filled by __init__.
    store = object.__getattribute__(self, '_local__store')
    try:
        own = store.dict_of_this_thread()
        fresh = False
    except KeyError:
        own = store.new_dict()
        fresh = True
    with store.lock:
        object.__setattr__(self, '__dict__', own)
        if fresh:
            args, kwargs = store.arguments
            self.__init__(*args, **kwargs)
            object.__setattr__(self, '__dict__', own)
        yield


class local(object):
    """An object whose attributes are each thread's own."""

    __slots__ = '_local__store', '__dict__'

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        store = _Store((args, kwargs))
        object.__setattr__(self, '_local__store', store)
        # This thread's __init__ is called by whoever called the class.
        store.new_dict()
        return self

    def __getattribute__(self, name):
        with _in_place(self):
            return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        if name == '__dict__':
            raise AttributeError("%r object attribute '__dict__' is read-only" % self.__class__.__name__)
        with _in_place(self):
            return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name == '__dict__':
            raise AttributeError("%r object attribute '__dict__' is read-only" % self.__class__.__name__)
        with _in_place(self):
            return object.__delattr__(self, name)

# Which of the machine's own objects weak references can be made to: locks, files, code, but no frames.
#
#   gilpy programs/language/weak_references_to_machinery.py
#
# See: the same as in CPython, type by type; and a lock and a file that end and tell of it.

import collections
import functools
import io
import itertools
import os
import select
import sys
import threading
import weakref

try:
    import thread
except ImportError:
    import _thread as thread


def generator():
    yield 1


class Slim(object):
    __slots__ = ()


class Wide(object):
    def method(self):
        pass


for name, thing in [
        ("lock", thread.allocate_lock()), ("threading.RLock()", threading.RLock()), ("local", thread._local()),
        ("thread", threading.current_thread()), ("condition", threading.Condition()), ("generator", generator()),
        ("function", generator), ("code", generator.__code__), ("frame", sys._getframe()),
        ("open()", open(os.devnull)), ("io.FileIO", io.open(os.devnull, 'rb', 0)),
        ("io.BufferedReader", io.open(os.devnull, 'rb')), ("io.TextIOWrapper", io.open(os.devnull)),
        ("io.BytesIO", io.BytesIO()), ("io.StringIO", io.StringIO()), ("module", sys), ("method", Wide().method),
        ("built-in function", len), ("set", set()), ("frozenset", frozenset()), ("deque", collections.deque()),
        ("type", int), ("class", Wide), ("instance", Wide()), ("slots", Slim()), ("partial", functools.partial(len)),
        ("poll", select.poll()), ("count", itertools.count()), ("property", property()), ("list", []), ("dict", {}),
        ("tuple", ()), ("int", 1), ("memoryview", memoryview(b"")), ("slice", slice(1)),
        ("bytearray", bytearray()), ("enumerate", enumerate([]))]:
    try:
        weakref.ref(thing)
        print(name + ": yes")
    except TypeError as error:
        print(name + ": " + str(error))


def tell(reference):
    print("gone")


lock = thread.allocate_lock()
stream = open(os.devnull)
references = [weakref.ref(lock, tell), weakref.ref(stream, tell)]
print(references[0]() is lock, weakref.proxy(stream).name == os.devnull)
del thing
del lock
del stream
print([reference() for reference in references])

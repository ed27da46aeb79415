# An exception set from outside: how one thread can make another raise.
#
#   gilpy programs/gil/async_exc.py
#
# See: a computing thread raises it at its next check; a sleeping one only when its sleep is over, since a sleeping thread
# makes no checks. CPython has this function for C only, and it is reached through ctypes; in gilpy it is in the module gil,
# too. The last lines are the recipe that people use to stop a thread.

import threading
import time

try:
    from gil import set_async_exc
except ImportError:
    import ctypes

    def set_async_exc(ident, exception):
        return ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(ident), ctypes.py_object(exception))


class Stop(Exception):
    pass


def compute():
    while True:
        pass


def sleep():
    time.sleep(1)
    for _ in range(1000):
        pass


def run(target, results):
    start = time.time()
    try:
        target()
        results.append('ended by itself')
    except Stop:
        early = time.time() - start < 0.9
        results.append('stopped early' if early else 'stopped after the sleep')

for target in (compute, sleep):
    results = []
    thread = threading.Thread(target=run, args=(target, results))
    thread.start()
    time.sleep(0.2)
    found = set_async_exc(thread.ident, Stop)
    thread.join()
    print('%s: %d thread found, %s' % (target.__name__, found, results[0]))
print(set_async_exc(1, Stop))


import ctypes
import inspect


def _async_raise(tid, exctype):
    """Raises an exception in the thread with id tid."""
    if not inspect.isclass(exctype):
        raise TypeError("Only types can be raised (not instances)")
    res = ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(tid), ctypes.py_object(exctype))
    if res == 0:
        raise ValueError("invalid thread id")
    elif res != 1:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_long(tid), None)
        raise SystemError("PyThreadState_SetAsyncExc failed")


class Killable(threading.Thread):
    def run(self):
        try:
            compute()
        finally:
            print('cleaned up')

    def kill(self):
        _async_raise(self.ident, SystemExit)

thread = Killable()
thread.start()
time.sleep(0.1)
thread.kill()
thread.join()
for call in (lambda: _async_raise(1, SystemExit), lambda: _async_raise(thread.ident, SystemExit('gone'))):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(error)
# An identifier has more bits than C's int, which is what a plain number becomes: no thread is found.
print(ctypes.pythonapi.PyThreadState_SetAsyncExc(threading.current_thread().ident, ctypes.py_object(Stop)))

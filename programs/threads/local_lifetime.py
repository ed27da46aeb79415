# Thread-local data: when it begins, and when it ends.
#
#   gilpy --profile 2.7 programs/threads/local_lifetime.py
#   gilpy --profile 3.2 programs/threads/local_lifetime.py
#
# See: a subclass's __init__ runs in each thread that touches the object, with the arguments that it was made with. What a
# thread has stored there goes when the thread ends, and all of it goes with the object itself, whatever thread stored it.

import sys
import threading
import time

gone = []


class Noted(object):
    def __init__(self, name):
        self.name = name

    def __del__(self):
        gone.append(self.name)


def wait_for(name):
    # A thread's data go after join() has returned: at the very end of it.
    while name not in gone:
        time.sleep(0.01)
    print('%s is gone' % name)


class Counter(threading.local):
    def __init__(self, start):
        print('init')
        self.value = start


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


counter = Counter(5)
counter.value = 6


def look():
    print(counter.value)
    counter.value = 7
    counter.extra = Noted('what the thread stored')
    print(sorted(counter.__dict__))

in_thread(look)
wait_for('what the thread stored')
print(counter.value)
print(sorted(counter.__dict__))

shared = threading.local()
ready, go_on = threading.Event(), threading.Event()


def store():
    shared.data = Noted('what a living thread stored')
    ready.set()
    go_on.wait()

keeper = threading.Thread(target=store)
keeper.start()
ready.wait()
print(gone[1:])
del shared
wait_for('what a living thread stored')
go_on.set()
keeper.join()

plain = threading.local()
for change in (lambda: plain.missing, lambda: setattr(plain, '__dict__', {}), lambda: delattr(plain, 'missing'),
               lambda: threading.local(1)):
    try:
        change()
    except (AttributeError, TypeError):
        kind, error = sys.exc_info()[:2]
        print('%s: %s' % (kind.__name__, str(error).replace('_thread.', 'thread.')))


class Failing(threading.local):
    fail = False

    def __init__(self):
        if self.fail:
            raise ValueError('init')

failing = Failing()
Failing.fail = True


def touch():
    for _ in range(2):
        try:
            failing.anything
        except ValueError:
            print('ValueError')

in_thread(touch)

# Threads that die: holding a lock, while another waits for a lock, joins, or waits on a condition; and exceptions in places
# where they meet the lock.

import sys
import threading
import time

try:
    import thread
except ImportError:
    import _thread as thread


class Told(object):
    text = ''

    def write(self, text):
        Told.text += text

    def flush(self):
        pass

real_stderr, sys.stderr = sys.stderr, Told()


def started(target):
    one = threading.Thread(target=target)
    one.start()
    return one

# An exception that leaves "with" frees the lock, one that leaves acquire() behind does not.
lock = threading.Lock()


def die_within():
    with lock:
        raise ValueError('within')


def die_holding():
    lock.acquire()
    raise ValueError('holding')

started(die_within).join()
assert lock.acquire(False)
lock.release()
started(die_holding).join()
assert not lock.acquire(False)
# No owner: anybody frees it.
lock.release()

# One waits for the lock that another dies with; a third one frees it.
lock.acquire()
order = []


def wait_for_lock():
    lock.acquire()
    order.append('got it')
    lock.release()

waiter = started(wait_for_lock)
started(lambda: 1 / 0).join()
assert not order
order.append('freed')
lock.release()
waiter.join()
assert order == ['freed', 'got it'], order

# A join of a thread that dies returns, in all who join.
gate = threading.Event()


def die_later():
    gate.wait()
    raise KeyError('later')

dying = started(die_later)
joiners = [started(dying.join) for _ in range(5)]
time.sleep(0.01)
gate.set()
for joiner in joiners:
    joiner.join()
assert not dying.is_alive()

# A thread that dies in "with condition" lets the waiters get on.
condition = threading.Condition()
ready = []


def wait_for_ready():
    with condition:
        while not ready:
            condition.wait()

waiters = [started(wait_for_ready) for _ in range(3)]


def notify_and_die():
    with condition:
        ready.append(1)
        condition.notify_all()
        raise IndexError('notified')

started(notify_and_die).join()
for waiter in waiters:
    waiter.join()

# Raw threads: SystemExit is silent, others are told of; neither takes the GIL along.
before = Told.text


def raw_exit():
    thread.exit()


def raw_death():
    raise RuntimeError('raw')

thread.start_new_thread(raw_exit, ())
thread.start_new_thread(raw_death, ())
deadline = time.time() + 30
while 'RuntimeError: raw' not in Told.text and time.time() < deadline:
    time.sleep(0.005)

sys.stderr = real_stderr
for wanted in ['ValueError: within', 'ValueError: holding', 'ZeroDivisionError', 'KeyError: ', 'IndexError: notified']:
    assert Told.text.count(wanted) == 1, (wanted, Told.text)
assert Told.text.count('Exception in thread Thread-') == 5, Told.text
assert Told.text.count('Unhandled exception in thread started by ') == 1, Told.text
print('ok')

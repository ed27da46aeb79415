# Many threads that start, sleep, lock, wait, raise, are made to raise, and die, while a signal arrives every millisecond.
# Arguments: seconds, seed. Says "ok", or what is wrong. Without a module gil (in a CPython) less is looked at.

import gc
import os
import random
import select
import signal
import sys
import threading
import time

try:
    import thread
    import Queue as queue
except ImportError:
    import _thread as thread
    import queue

try:
    import gil
except ImportError:
    gil = None

seconds = float(sys.argv[1])
random.seed(int(sys.argv[2]))
real_stderr = sys.stderr

AT_ONCE = 24


class Told(object):
    """What threads that die say."""

    def __init__(self):
        self.lock = thread.allocate_lock()
        self.parts = []

    def write(self, text):
        with self.lock:
            self.parts.append(text)

    def flush(self):
        pass


class Stop(Exception):
    pass


class Sentinel(object):
    pass

sentinel = Sentinel()
lock = threading.Lock()
rlock = threading.RLock()
condition = threading.Condition()
local = threading.local()
numbers = queue.Queue(5)

count = expected = 0
put = got = raised = uncaught = stopped = 0
alarms = 0
waiting_for_stop = []
reader, writer = os.pipe()


def on_alarm(number, frame):
    global alarms
    alarms += 1


def uninterrupted(function, *args):
    """2.7 and 3.2 say so when a signal ended a call: the handler has run, so call again. Only main meets it."""
    while True:
        try:
            return function(*args)
        except (OSError, IOError, select.error) as error:
            if error.args[0] != 4:
                raise


def add(mine):
    global count
    for _ in range(50):
        with lock:
            count += 1


def add_with_rlock(mine):
    global count
    for _ in range(20):
        with rlock:
            with rlock:
                with lock:
                    count += 1


def sleep(mine):
    for _ in range(3):
        time.sleep(0.001)


def compute(mine):
    data = {}
    for i in range(300):
        data[i % 7] = [mine] * (i % 5)
    return sorted(data)


def die(mine):
    local.mine = mine
    raise ValueError('of no interest')


def leave(mine):
    sys.exit('of no interest either')


def catch(mine):
    global raised
    for i in range(20):
        try:
            try:
                raise KeyError(mine)
            finally:
                local.i = i
        except KeyError:
            pass
    with lock:
        raised += 1


def produce(mine):
    global put
    for i in range(5):
        numbers.put(i)
    with lock:
        put += 5


def consume(mine):
    global got
    for i in range(5):
        numbers.get()
    with lock:
        got += 5


def notify(mine):
    for _ in range(5):
        with condition:
            condition.wait(0.0005)
            condition.notify()


def pipe(mine):
    for _ in range(5):
        os.write(writer, b'x')
        select.select([reader], [], [], 1)
        os.read(reader, 1)


def be_stopped(mine):
    global stopped
    try:
        waiting_for_stop.append(thread.get_ident())
        while True:
            for i in range(100):
                mine
            time.sleep(0)
    except Stop:
        with lock:
            stopped += 1


def start_another(mine):
    thread.start_new_thread(sleep, (mine,))


def generate(mine):
    def up_to(n):
        for i in range(n):
            try:
                yield mine
            finally:
                i = None
    for _ in up_to(50):
        pass
    next(up_to(2))

KINDS = [add, add, add_with_rlock, sleep, compute, die, leave, catch, notify, pipe, start_another, generate]


def stop_somebody():
    if gil is None or not waiting_for_stop:
        return
    ident = waiting_for_stop.pop()
    # Its last breath may be over when the second one arrives.
    gil.set_async_exc(ident, Stop)


def states():
    if gil is None:
        # The last ones are on their way out.
        time.sleep(0.3)
        return 1
    return len(gil.thread_states())


def wait_for(condition, what):
    deadline = time.time() + 60
    while not condition():
        if time.time() > deadline:
            raise AssertionError(what)
        time.sleep(0.01)


def storm(seconds):
    global expected
    threads = []
    started = victims = raisers = deaths = 0
    end = time.time() + seconds
    while time.time() < end:
        for alive in threads[:]:
            if not alive.is_alive():
                alive.join()
                threads.remove(alive)
        if len(threads) >= AT_ONCE:
            stop_somebody()
            time.sleep(0.0005)
            continue
        kind = random.choice(KINDS)
        expected += {add: 50, add_with_rlock: 20}.get(kind, 0)
        raisers += kind is catch
        deaths += kind is die
        threads.append(threading.Thread(target=kind, args=(sentinel,)))
        threads[-1].start()
        started += 1
        if started % 10 == 0:
            for kind in (produce, consume):
                threads.append(threading.Thread(target=kind, args=(sentinel,)))
                threads[-1].start()
        if started % 7 == 0:
            expected += 50
            thread.start_new_thread(add, (sentinel,))
        if gil and started % 5 == 0:
            victims += 1
            threads.append(threading.Thread(target=be_stopped, args=(sentinel,)))
            threads[-1].start()
    while any(alive.is_alive() for alive in threads):
        stop_somebody()
        time.sleep(0.001)
    for dead in threads:
        dead.join()
    wait_for(lambda: count == expected, 'the count is %d, not %d' % (count, expected))
    return started, victims, raisers, deaths


def check(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r, not %r' % (what, value, wanted))


def measure():
    gc.collect()
    return sys.getrefcount(sentinel), len(gc.get_objects())


def main():
    signal.signal(signal.SIGALRM, on_alarm)
    sys.stderr = told = Told()
    try:
        # What is made once is made now.
        storm(0.2)
        wait_for(lambda: states() == 1, 'thread states are left')
        del told.parts[:]
        before = measure()
        so_far = stopped, raised
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
        started, victims, raisers, deaths = storm(seconds)
        signal.setitimer(signal.ITIMER_REAL, 0)
        wait_for(lambda: states() == 1, 'thread states are left')
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stderr = real_stderr
    text = ''.join(told.parts)
    told.parts = []
    check(text.count('ValueError: of no interest\n'), deaths, 'deaths told of')
    check(text.count('of no interest'), deaths * 2, 'nothing else is told of\n' + text)
    check((stopped - so_far[0], raised - so_far[1]), (victims, raisers), 'stopped and raised')
    check(put, got, 'put and got')
    check(numbers.qsize(), 0, 'in the queue')
    check(threading.active_count(), 1, 'threads')
    check(lock.acquire(False), True, 'the lock is free')
    lock.release()
    del text
    after = measure()
    check(after[0], before[0], 'references to the sentinel')
    if not -200 < after[1] - before[1] < 200:
        raise AssertionError('%d objects, then %d' % (before[1], after[1]))
    if alarms < seconds * 5:
        raise AssertionError('%d alarms' % alarms)
    sys.stderr.write('%d threads, %d alarms, a count of %d\n' % (started, alarms, count))
    print('ok')

main()

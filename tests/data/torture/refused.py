# The system refuses another thread: the script is told, goes on, and has threads again when others have ended. To be run
# with little address space.

import threading
import time

try:
    import thread
except ImportError:
    import _thread as thread

gate = thread.allocate_lock()
lock = thread.allocate_lock()
ended = 0


def wait():
    global ended
    gate.acquire()
    gate.release()
    with lock:
        ended += 1


def until_refused():
    global ended
    ended = started = 0
    gate.acquire()
    try:
        while started < 5000:
            thread.start_new_thread(wait, ())
            started += 1
        raise AssertionError('nothing was refused')
    except thread.error as error:
        assert str(error) == "can't start new thread", error
    # What the refused one gave back may do for a few more.
    more = 0
    try:
        while more < 100:
            threading.Thread(target=wait).start()
            more += 1
        raise AssertionError('not refused')
    except thread.error as error:
        assert str(error) == "can't start new thread", error
    assert threading.active_count() == 1 + more, threading.enumerate()
    started += more
    gate.release()
    deadline = time.time() + 60
    while ended < started and time.time() < deadline:
        time.sleep(0.001)
    assert ended == started, (ended, started)
    return started

first = until_refused()
# Those that have counted themselves are still on their way out, their stacks with them.
second, deadline = 0, time.time() + 60
while second <= 5 and time.time() < deadline:
    time.sleep(0.1)
    second = until_refused()
# Nor is anything left of those that were refused.
try:
    import gil
    while len(gil.thread_states()) > 1 and time.time() < deadline:
        time.sleep(0.01)
    assert len(gil.thread_states()) == 1, gil.thread_states()
except ImportError:
    pass
assert first > 5 and second > 5, (first, second)
print('ok')

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
    try:
        threading.Thread(target=wait).start()
        raise AssertionError('not refused')
    except thread.error as error:
        assert str(error) == "can't start new thread", error
    assert threading.active_count() == 1, threading.enumerate()
    gate.release()
    deadline = time.time() + 60
    while ended < started and time.time() < deadline:
        time.sleep(0.001)
    assert ended == started, (ended, started)
    # The last ones are on their way out.
    time.sleep(0.1)
    return started

first, second = until_refused(), until_refused()
assert first > 5 and second > 5, (first, second)
print('ok')

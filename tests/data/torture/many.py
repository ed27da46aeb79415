# 10,000 threads one after another, of both kinds, and 500 at once.

import sys
import threading
import time

try:
    import thread
except ImportError:
    import _thread as thread

done = 0
lock = thread.allocate_lock()


def count():
    global done
    with lock:
        done += 1


def wait_for(n):
    deadline = time.time() + 120
    while done < n and time.time() < deadline:
        time.sleep(0.001)
    assert done == n, done

ended = thread.allocate_lock()


def count_and_tell():
    count()
    ended.release()

ended.acquire()
for _ in range(9000):
    thread.start_new_thread(count_and_tell, ())
    ended.acquire()
wait_for(9000)

for _ in range(1000):
    one = threading.Thread(target=count)
    one.start()
    one.join()
wait_for(10000)

go = threading.Event()


def wait_and_count():
    go.wait()
    count()

crowd = [threading.Thread(target=wait_and_count) for _ in range(500)]
for one in crowd:
    one.start()
assert threading.active_count() == 501, threading.active_count()
go.set()
for one in crowd:
    one.join()
wait_for(10500)
print('ok')

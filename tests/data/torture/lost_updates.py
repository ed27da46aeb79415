# n += 1 in two threads loses updates without a lock, sooner or later; with one, never.

import threading

n = 0
lock = threading.Lock()


def add(times):
    global n
    for _ in range(times):
        n += 1


def add_locked(times):
    global n
    for _ in range(times):
        with lock:
            n += 1


def two(target, times):
    global n
    n = 0
    threads = [threading.Thread(target=target, args=(times,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 2 * times - n

for _ in range(5):
    assert two(add_locked, 5000) == 0
for tries in range(20):
    if two(add, 1500000) > 0:
        print('ok')
        break
else:
    print('nothing lost in %d tries' % tries)

# Two busy threads: for how long one waits while the other has its turn. And a thread that sleeps for a millisecond beside a
# busy one: how late it goes on. Medians, in milliseconds.

import threading
import time

running = True


def median(values):
    values.sort()
    return values[len(values) // 2] * 1000 if values else 0


def turns(waits):
    last = time.time()
    while running:
        now = time.time()
        if now - last > 0.0005:
            waits.append(now - last)
        last = now


def two(seconds):
    global running
    running = True
    waits = []
    threads = [threading.Thread(target=turns, args=(waits,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    running = False
    for thread in threads:
        thread.join()
    return median(waits)


def busy():
    while running:
        pass


def late(seconds):
    global running
    running = True
    thread = threading.Thread(target=busy)
    thread.start()
    late = []
    end = time.time() + seconds
    while time.time() < end:
        start = time.time()
        time.sleep(0.001)
        late.append(time.time() - start - 0.001)
    running = False
    thread.join()
    return median(late)

print('%.3f %.3f' % (two(1.5), late(1.5)))

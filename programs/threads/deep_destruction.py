# Long chains of objects end in many threads at once, and their __del__ gives up the GIL.
#
#   gilpy programs/threads/deep_destruction.py
#
# See: each __del__ runs exactly once. Destruction that nests too deep is put off (the "trashcan"), for each thread by itself;
# another thread may run, and collect garbage, in the middle of it.

import gc
import threading
import time


def sleeper():
    try:
        yield
    finally:
        time.sleep(0.000001)


class Link(list):
    made = []
    ended = []

    def __init__(self, below):
        self[:] = below
        Link.made.append(None)

    def __del__(self):
        Link.ended.append(None)
        giver = sleeper()
        next(giver)


def chain(length):
    below = []
    for _ in range(length):
        below = [Link([below])]


def run():
    for _ in range(20):
        chain(120)


threads = [threading.Thread(target=run) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
run()
gc.collect()
print(len(Link.made), len(Link.ended), len(gc.garbage))

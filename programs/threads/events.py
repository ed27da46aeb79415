# Events: a flag that threads wait for.
#
#   gilpy programs/threads/events.py
#
# See: set() wakes all; wait() with a timeout tells whether the flag came; isSet is the old name.

import threading
import time

ready = threading.Event()
woken = []


def wait(name):
    ready.wait()
    woken.append(name)

threads = [threading.Thread(target=wait, args=(i,)) for i in range(5)]
for thread in threads:
    thread.start()
time.sleep(0.1)
print([woken, ready.is_set()])
ready.set()
for thread in threads:
    thread.join()
print([sorted(woken), ready.isSet(), ready.wait(0), ready.wait()])
ready.clear()
start = time.time()
print(ready.wait(0.1))
print(0.09 < time.time() - start < 5)

# What cannot be interrupted: one instruction that stays in C.
#
#   gilpy programs/gil/atomic.py
#
# See: nothing is lost when many threads append to one list, pop from it, or set keys of one dict, without any lock: each of
# these is one call into C, and the GIL changes hands only between instructions. (Compare lost_update.py.)

import sys
import threading

if hasattr(sys, 'setswitchinterval'):
    sys.setswitchinterval(0.0001)
else:
    sys.setcheckinterval(1)

items = []
table = {}


def fill(name):
    for i in range(2000):
        items.append((name, i))
        table[name, i] = i

threads = [threading.Thread(target=fill, args=(name,)) for name in 'abcd']
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([len(items), len(table), len(set(items))])
for name in 'abcd':
    print([i for owner, i in items if owner == name] == list(range(2000)))

taken = []


def drain():
    mine = []
    try:
        while True:
            mine.append(items.pop())
    except IndexError:
        taken.append(mine)

threads = [threading.Thread(target=drain) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([len(items), sum(len(mine) for mine in taken), len(set(item for mine in taken for item in mine))])

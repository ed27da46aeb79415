# Conditions: waiting for something to be true, under a lock.
#
#   gilpy --profile 2.7 programs/threads/conditions.py
#   gilpy --profile 3.2 programs/threads/conditions.py
#
# See: a room for two with six guests. The result of wait(timeout) is always None in 2.7 and tells something in 3.2.

import threading
import time

room = threading.Condition()
inside = []
most = [0]


def visit(name):
    with room:
        while len(inside) >= 2:
            room.wait()
        inside.append(name)
        most[0] = max(most[0], len(inside))
    time.sleep(0.01)
    with room:
        inside.remove(name)
        room.notify()

threads = [threading.Thread(target=visit, args=(i,)) for i in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([most[0], inside])

with room:
    print(room.wait(0.05))
for use in (room.wait, room.notify, room.notify_all, room.release):
    try:
        use()
    except RuntimeError as error:
        print(error)

order = []
turn = threading.Condition()


def alternate(me, other):
    for i in range(3):
        with turn:
            while order and order[-1] == me or not order and me == 'b':
                turn.wait()
            order.append(me)
            turn.notify_all()

threads = [threading.Thread(target=alternate, args=pair) for pair in (('b', 'a'), ('a', 'b'))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(''.join(order))

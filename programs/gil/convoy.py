# A thread that answers, beside a thread that computes.
#
#   gilpy --profile 2.7 programs/gil/convoy.py
#   gilpy --profile 3.2 programs/gil/convoy.py
#   gilpy --gil priority programs/gil/convoy.py
#
# See: round trips a second over a pair of sockets, alone and beside a busy thread; and how late a thread is that sleeps for a
# millisecond and then wants to go on.
#
# 3.2: up to twenty times fewer. Each time the answering thread sends, it gives up the GIL around the system call, though that
#      takes no time at all; a busy thread on another core takes the GIL, and gives it back after the switch interval of 5 ms,
#      once for each message. The sleeper always meets that: it is 5 ms late. Try sys.setswitchinterval(0.0005).
# 2.7: hardly fewer, or even more: the busy thread offers the GIL every 100 ticks, and keeps the processor awake. The sleeper
#      has to win the GIL in that moment, or in one of the next.
#
# The priority GIL, which no CPython has: a thread that gives the GIL up before anybody asks rises above one whose time always
#      runs out, and has not to wait when it comes back. The sleeper is as punctual as alone.

import socket
import sys
import threading
import time

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
running = True


def answer(end):
    while True:
        data = end.recv(10)
        if data == b'q':
            return
        end.send(data)


def round_trips():
    mine, theirs = socket.socketpair()
    thread = threading.Thread(target=answer, args=(theirs,))
    thread.start()
    n = 0
    end = time.time() + seconds
    while time.time() < end:
        mine.send(b'x')
        mine.recv(10)
        n += 1
    mine.send(b'q')
    thread.join()
    return n / seconds


def lateness():
    late = []
    end = time.time() + seconds
    while time.time() < end:
        start = time.time()
        time.sleep(0.001)
        late.append((time.time() - start) * 1000 - 1)
    late.sort()
    return late[len(late) // 2]


def busy():
    while running:
        pass


def measure(name):
    trips, late = round_trips(), lateness()
    print('%-17s %8.0f round trips a second, %7.3f ms late' % (name, trips, late))
    return trips

alone = measure('alone')
worker = threading.Thread(target=busy)
worker.start()
beside = measure('beside a busy one')
running = False
worker.join()
print('slower by a factor of %.1f' % (alone / beside))

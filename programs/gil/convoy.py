# A thread that answers, beside a thread that computes.
#
#   gilpy --profile 2.7 programs/gil/convoy.py
#   gilpy --profile 3.2 programs/gil/convoy.py
#
# See: round trips a second over a pair of sockets, alone and beside a busy thread.
#
# 3.2: some twenty times fewer. Each time the answering thread sends, it gives up the GIL around the system call, though that
#      takes no time at all; the busy thread takes the GIL, and gives it back after the switch interval of 5 ms, once for each
#      message. Try sys.setswitchinterval(0.0005).
# 2.7: hardly fewer, or even more: the busy thread offers the GIL every 100 ticks, and keeps the processor awake.

import socket
import sys
import threading
import time

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
running = True


def answer(end):
    while True:
        data = end.recv(10)
        if data == b'q':
            return
        end.send(data)


def round_trips(seconds):
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


def busy():
    while running:
        pass

alone = round_trips(seconds)
worker = threading.Thread(target=busy)
worker.start()
beside = round_trips(seconds)
running = False
worker.join()
print('alone              %8.0f round trips a second' % alone)
print('beside a busy one  %8.0f round trips a second' % beside)
print('slower by a factor of %.1f' % (alone / beside))

# Ctrl-C while the main thread is blocked, in whatever you like.
#
#   gilpy --profile 2.7 programs/signals/blocked_in.py WHAT
#   gilpy --profile 3.2 programs/signals/blocked_in.py WHAT
#
# WHAT is one of the names below. Press Ctrl-C. End it with Ctrl-\ if it is still there.
#
# 2.7: what waits for a lock without a timeout (lock, event, condition, semaphore, queue) is not interrupted. All else is: sleep
#      and the waits with a timeout, which are made of sleeps; and whatever is a call of the operating system.
# 3.2: everything is interrupted.
# Both: KeyboardInterrupt, its traceback, status 1.

import os
import select
import signal
import socket
import sys
import threading
import time
try:
    import queue
except ImportError:
    import Queue as queue


def lock():
    it = threading.Lock()
    it.acquire()
    it.acquire()


def lock_with():
    it = threading.Lock()
    it.acquire()
    with it:
        pass


def event():
    threading.Event().wait()


def event_timeout():
    threading.Event().wait(1000)


def condition():
    it = threading.Condition()
    with it:
        it.wait()


def condition_timeout():
    it = threading.Condition()
    with it:
        it.wait(1000)


def semaphore():
    threading.Semaphore(0).acquire()


def queue_get():
    queue.Queue().get()


def queue_get_timeout():
    queue.Queue().get(timeout=1000)


def queue_put():
    it = queue.Queue(1)
    it.put(1)
    it.put(2)


def sleep():
    time.sleep(1000)


def do_select():
    select.select([], [], [], 1000)


def select_forever():
    reader, writer = os.pipe()
    select.select([reader], [], [])


def read():
    reader, writer = os.pipe()
    os.read(reader, 1)


def recv():
    a, b = socket.socketpair()
    a.recv(1)


def accept():
    it = socket.socket()
    it.bind(('127.0.0.1', 0))
    it.listen(1)
    it.accept()


def do_input():
    (raw_input if sys.version_info[0] == 2 else input)('your name? ')


def readline():
    sys.stdin.readline()


def pause():
    signal.pause()


def compute():
    while True:
        pass

ways = dict((f.__name__.replace('do_', ''), f) for f in (
    lock, lock_with, event, event_timeout, condition, condition_timeout, semaphore, queue_get, queue_get_timeout, queue_put,
    sleep, do_select, select_forever, read, recv, accept, do_input, readline, pause, compute))

if len(sys.argv) != 2 or sys.argv[1] not in ways:
    sys.exit('usage: blocked_in.py ' + '|'.join(sorted(ways)))
sys.stdout.write('blocked in %s\n' % sys.argv[1])
sys.stdout.flush()
ways[sys.argv[1]]()

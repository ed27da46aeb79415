# What a call costs that gives up the GIL and takes it back, with nobody else about: nanoseconds a call, beyond one of
# os.getpid(), which keeps it. Reading a byte from a pipe and writing it; sleeping for no time; a lock.

import os
import threading
import time

N = 100000
thread = threading.Thread(target=int)
thread.start()
thread.join()
reader, writer = os.pipe()
lock = threading.Lock()


def keep(getpid=os.getpid):
    for i in range(N):
        getpid()


def byte(read=os.read, write=os.write, reader=reader, writer=writer):
    for i in range(N // 2):
        write(writer, b'x')
        read(reader, 1)


def sleep(sleep=time.sleep):
    for i in range(N):
        sleep(0)


def hold(acquire=lock.acquire, release=lock.release):
    for i in range(N):
        acquire()
        release()


def cost(function):
    best = 1e9
    for i in range(5):
        start = time.time()
        function()
        best = min(best, time.time() - start)
    return best / N * 1e9

base = cost(keep)
print('%.0f %.0f %.0f' % (cost(byte) - base, cost(sleep) - base, cost(hold) - base))

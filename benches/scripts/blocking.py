# What a call costs that gives up the GIL and takes it back, with nobody else about: nanoseconds a call. Reading a byte
# from a pipe and writing it, and sleeping for no time, beyond what os.getpid() takes, which keeps the GIL; taking a lock and
# giving it back, beyond an empty loop. Newer CPythons leave sleep(0) to the kernel's timers, 50 microseconds each.

import os
import threading
import time

N = 100000
thread = threading.Thread(target=int)
thread.start()
thread.join()
reader, writer = os.pipe()
lock = threading.Lock()


def nothing(n):
    for i in range(n):
        pass


def keep(n, getpid=os.getpid):
    for i in range(n):
        getpid()


def byte(n, read=os.read, write=os.write, reader=reader, writer=writer):
    for i in range(n // 2):
        write(writer, b'x')
        read(reader, 1)


def sleep(n, sleep=time.sleep):
    for i in range(n):
        sleep(0)


def hold(n, acquire=lock.acquire, release=lock.release):
    for i in range(n):
        acquire()
        release()


def cost(function, n=N):
    best = 1e9
    for i in range(5):
        start = time.time()
        function(n)
        best = min(best, time.time() - start)
    return best / n * 1e9

kept = cost(keep)
print('%.0f %.0f %.0f' % (cost(byte) - kept, cost(sleep, N // 50) - kept, cost(hold) - cost(nothing)))

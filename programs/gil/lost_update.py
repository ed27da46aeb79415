# n += 1 on a global is four instructions, and a thread can lose the GIL between any two of them.
#
#   gilpy --profile 2.7 programs/gil/lost_update.py [N]
#   gilpy --profile 3.2 programs/gil/lost_update.py [N]
#
# See: two threads add N each; less than 2 N comes out, and differently each time. With a lock nothing is lost.
#
# The GIL protects the interpreter, not the program: load, add and store are separate instructions. 2.7 loses
# many, at its many chances to switch; 3.2 switches only every 5 ms and loses few, at times none.

import sys
import threading

n = 0
lock = threading.Lock()


def add(times):
    global n
    for _ in range(times):
        n += 1


def add_locked(times):
    global n
    for _ in range(times):
        with lock:
            n += 1


def run(target, times):
    global n
    n = 0
    threads = [threading.Thread(target=target, args=(times,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return n

times = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
result = run(add, times)
print('without a lock: %d of %d, lost: %d' % (result, 2 * times, 2 * times - result))
times //= 10
result = run(add_locked, times)
print('with a lock: %d of %d' % (result, 2 * times))
if result != 2 * times:
    sys.exit('a lock that does not lock')

# Two threads that count, against the same two counts one after the other.
#
#   gilpy --profile 2.7 programs/gil/two_threads.py [N]
#   gilpy --profile 3.2 programs/gil/two_threads.py [N]
#
# See: the ratio of the times. Only one thread at a time can run Python code, so 1.0 would be the best there is.
#
# 2.7: about 1.5 on two cores, and more where more cores fight. Every 100 ticks the running thread releases the GIL and takes
#      it again at once; the other one is woken for it, mostly comes too late, and both have paid for the system calls.
#      On one core (taskset -c 0) hardly anything is lost: there the woken thread cannot even try.
# 3.2: about 1.0: the running thread keeps the GIL until another one has waited for 5 ms, and hands it over then.

import sys
import threading
import time


def count(n):
    while n > 0:
        n -= 1

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000

start = time.time()
count(n)
count(n)
sequence = time.time() - start

threads = [threading.Thread(target=count, args=(n,)) for _ in range(2)]
start = time.time()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
together = time.time() - start

print('one after the other  %6.2f s' % sequence)
print('in two threads       %6.2f s' % together)
print('ratio                %6.2f' % (together / sequence))

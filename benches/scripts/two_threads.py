# Two counting threads, or with an argument the same calls in sequence.
import sys
import threading

def count(n):
    while n > 0:
        n -= 1

if len(sys.argv) > 1:
    count(3000000)
    count(3000000)
else:
    threads = [threading.Thread(target=count, args=(3000000,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

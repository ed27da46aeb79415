# A producer and consumers over a queue that holds three.
#
#   gilpy programs/threads/producer_consumer.py
#
# See: nothing is lost and nothing comes twice; the producer had to wait for room. An end mark for each consumer ends them.

import threading
try:
    import queue
except ImportError:
    import Queue as queue

q = queue.Queue(3)
results = {}
most = [0]


def produce():
    for i in range(50):
        q.put(i)
        most[0] = max(most[0], q.qsize())
    for _ in range(3):
        q.put(None)


def consume(name):
    mine = results[name] = []
    while True:
        item = q.get()
        if item is None:
            return
        mine.append(item)

threads = [threading.Thread(target=consume, args=(name,)) for name in 'abc']
threads.append(threading.Thread(target=produce))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(sum(results.values(), [])) == list(range(50)))
print([mine == sorted(mine) for mine in results.values()])
print([most[0] <= 3, q.empty()])

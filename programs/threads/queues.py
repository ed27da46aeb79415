# Three kinds of queue, their limits, and join().
#
#   gilpy programs/threads/queues.py
#
# See: first in first out, last in first out, smallest first; Empty and Full; join() waits for task_done().

import threading
import time
try:
    import queue
except ImportError:
    import Queue as queue

for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind()
    for item in (3, 1, 2):
        q.put(item)
    print('%s: %s' % (kind.__name__, [q.get(), q.get(), q.get()]))

q = queue.Queue(2)
q.put('a')
q.put('b')
print([q.full(), q.qsize()])
for attempt in (lambda: q.put('c', False), lambda: q.put_nowait('c'), lambda: q.put('c', True, 0.05)):
    try:
        attempt()
    except queue.Full:
        print('Full')
print([q.get(), q.get()])
for attempt in (lambda: q.get(False), q.get_nowait, lambda: q.get(timeout=0.05)):
    try:
        attempt()
    except queue.Empty:
        print('Empty')
try:
    q.get(timeout=-1)
except ValueError as error:
    print(error)

done = []
work = queue.Queue()


def worker():
    while True:
        item = work.get()
        if item is None:
            break
        time.sleep(0.01)
        done.append(item)
        work.task_done()

threads = [threading.Thread(target=worker) for _ in range(2)]
for thread in threads:
    thread.start()
for item in range(8):
    work.put(item)
work.join()
print(sorted(done))
try:
    work.task_done()
except ValueError as error:
    print(error)
for thread in threads:
    work.put(None)
for thread in threads:
    thread.join()

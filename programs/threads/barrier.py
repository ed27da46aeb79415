# A barrier: threads that go on together (3.2).
#
#   gilpy --profile 3.2 programs/threads/barrier.py
#
# See: no thread begins a round before all have ended the one before; a broken barrier is broken for all.

import threading

parties = 4
log = []
barrier = threading.Barrier(parties, action=lambda: log.append('---'))
numbers = []


def work(name):
    for round in range(3):
        log.append('round %d' % round)
        numbers.append(barrier.wait())

threads = [threading.Thread(target=work, args=(i,)) for i in range(parties)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(log)
print(sorted(numbers))
print(barrier.parties, barrier.n_waiting, barrier.broken)

broken = []


def wait_long():
    try:
        barrier.wait()
    except threading.BrokenBarrierError as error:
        broken.append(type(error).__name__)

thread = threading.Thread(target=wait_long)
thread.start()
while not barrier.n_waiting:
    pass
barrier.abort()
thread.join()
print(broken, barrier.broken)
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print('still broken')
barrier.reset()
try:
    barrier.wait(0.05)
except threading.BrokenBarrierError:
    print('nobody else came')

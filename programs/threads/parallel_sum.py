# A sum in parts, by threads: right, but no faster.
#
#   gilpy programs/threads/parallel_sum.py
#
# See: the same sum from one thread and from four. (For the times see gil/two_threads.py.)

import threading


def part(numbers, results, i):
    total = 0
    for n in numbers:
        total += n * n
    results[i] = total

numbers = list(range(20000))
alone = [0]
part(numbers, alone, 0)
results = [0] * 4
threads = [threading.Thread(target=part, args=(numbers[i::4], results, i)) for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([sum(results) == alone[0], alone[0]])

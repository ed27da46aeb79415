# Five philosophers with five forks who do not deadlock.
#
#   gilpy programs/threads/philosophers.py
#
# See: all have eaten as often as they wanted. They take the fork with the lower number first; were it the left one first, all
# could hold one fork and wait for the other for ever, and no Ctrl-C of 2.7 would end it.

import threading

forks = [threading.Lock() for _ in range(5)]
meals = [0] * 5


def philosopher(i):
    first, second = sorted((i, (i + 1) % 5))
    for _ in range(200):
        with forks[first]:
            with forks[second]:
                meals[i] += 1

threads = [threading.Thread(target=philosopher, args=(i,)) for i in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(meals)

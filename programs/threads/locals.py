# threading.local: an object with other attributes in each thread.
#
#   gilpy programs/threads/locals.py
#
# See: each thread sees its own value; __init__ of a subclass runs once in each thread that looks at it.

import threading

data = threading.local()
data.value = 'main'
seen = {}


def work(name):
    seen[name, 'before'] = hasattr(data, 'value')
    data.value = name
    seen[name, 'after'] = data.value

threads = [threading.Thread(target=work, args=(name,)) for name in 'ab']
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(seen.items()))
print(data.value)


class Counter(threading.local):
    made = 0

    def __init__(self, start):
        Counter.made += 1
        self.n = start

    def up(self):
        self.n += 1
        return self.n

counter = Counter(10)
results = []


def count(times):
    for _ in range(times):
        last = counter.up()
    results.append(last)

threads = [threading.Thread(target=count, args=(times,)) for times in (1, 2, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
print([counter.n, Counter.made])
print(sorted(counter.__dict__))

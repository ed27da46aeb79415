def count(n):
    i = 0
    while i < n:
        yield i
        i += 1

def evens(source):
    for item in source:
        if item % 2 == 0:
            yield item

def work(n):
    total = 0
    for item in evens(count(n)):
        total += item
    return total + sum(x * 2 for x in count(n))

work(4000000)

class Problem(Exception):
    pass

def fail(i):
    if i % 2:
        raise Problem(i)
    return i

def work(n):
    caught = 0
    for i in range(n):
        try:
            fail(i)
        except Problem:
            caught += 1
        finally:
            caught += 0
    return caught

work(1500000)

def make(step):
    count = [0]
    def bump(by):
        count[0] = count[0] + by * step
        return count[0]
    return bump

def work(n):
    bump = make(2)
    twice = lambda x: bump(x) + bump(x)
    i = 0
    while i < n:
        twice(i)
        i += 1

work(2000000)

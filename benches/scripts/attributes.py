class Point(object):
    kind = 'point'
    def __init__(self):
        self.x = 1
        self.y = 2

def work(n):
    p = Point()
    i = 0
    while i < n:
        p.x = p.y + 1
        p.y = p.x - 1
        p.kind
        i += 1

work(6000000)

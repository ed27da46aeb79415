class Shape(object):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side * self.side
    def grow(self, by):
        self.side += by
        return self

class Square(Shape):
    def area(self):
        return Shape.area(self)

def work(n):
    total = 0
    for i in range(n):
        shape = Square(i)
        total += shape.grow(1).area()
    return total

work(1500000)

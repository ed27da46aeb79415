def work(n):
    x, y, i = 0.5, 1.5, 0
    while i < n:
        x = x * 0.999 + y / 3.0
        y = y - x * 0.001
        if x > 1000.0:
            x = 0.0
        i += 1
    return x

work(6000000)

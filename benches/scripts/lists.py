def work(n):
    for k in range(n):
        items = []
        for i in range(100):
            items.append(i * 2)
        items.sort()
        items.reverse()
        total = 0
        for item in items:
            total += item
        squares = [item * item for item in items if item > 10]
        items[10] = squares[-1] + len(squares[5:20])

work(40000)

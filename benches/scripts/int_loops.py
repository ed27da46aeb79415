def work(n):
    total = 0
    for i in range(n):
        for j in range(10):
            if j % 3 == 0:
                total += i * j
            else:
                total -= j
    return total

work(1000000)

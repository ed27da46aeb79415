def work(n):
    for k in range(n):
        table = {}
        for i in range(100):
            table[i] = i
            table['key%d' % (i % 10)] = i
        total = 0
        for key in table:
            total += table[key]
        if 50 in table:
            del table[50]
        table.get('missing', 0)

work(25000)

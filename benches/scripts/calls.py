def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

def add(a, b, c=3):
    return a + b + c

fib(29)
i = 0
while i < 2000000:
    add(i, 2)
    i += 1

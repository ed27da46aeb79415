import signal,os
def h1(n,f):
    raise KeyError('one')
signal.signal(10,h1)
def a():
    os.kill(os.getpid(),10)
    b=1
    c=2
    for i in range(200): pass
a()

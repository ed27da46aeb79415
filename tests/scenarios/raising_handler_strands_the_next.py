import signal,os
def h1(n,f): print('h1'); raise KeyError('one')
def h2(n,f): print('h2'); raise ValueError('two')
signal.signal(10,h1); signal.signal(12,h2)
from functools import partial
try:
    list(map(partial(os.kill,os.getpid()),[12,10])); print('not here')
    for i in range(1000): pass
except Exception as e: print('caught',repr(e))
for i in range(1000): pass
print('stranded; now another')
signal.signal(1,lambda n,f: print_(n))
def print_(n): print('third',n)
try:
    os.kill(os.getpid(),1)
    for i in range(1000): pass
except Exception as e: print('caught',repr(e))
print('end')

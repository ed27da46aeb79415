import signal,os,sys
c=[0]
def h(n,f): c[0]+=1
signal.signal(10,h)
for i in range(100): os.kill(os.getpid(),10)
print(c)
from functools import partial
list(map(partial(os.kill,os.getpid()),[10]*100))
for i in range(300): pass
print(c)

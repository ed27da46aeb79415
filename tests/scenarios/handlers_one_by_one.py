import signal,os
def h(n,f): print('h',n)
for s in (1,2,3,10,12,15): signal.signal(s,h)
def go():
    for s in (15,12,10,3,2,1,15,1,1): os.kill(os.getpid(),s)
go()
print('end')

import signal,os,sys
out=[]
def h(n,f): out.append(n)
for s in list(range(1,32)):
    if s in (9,19,17,18,20,21,22,4,8,11,7): continue
    signal.signal(s,h)
for s in range(34,65): signal.signal(s,h)
pid=os.getpid()
kill=os.kill
sigs=[64,34,50,1,31,2,16]
def all_at_once():
    list(map(lambda s: None,[]))
    from functools import partial
    list(map(partial(kill,pid),sigs))
all_at_once()
print(out)

import signal,time
print(signal.ITIMER_REAL,signal.ITIMER_VIRTUAL,signal.ITIMER_PROF,signal.ItimerError)
for args in [(-1,),(99,1),(0,-1),(0,'a'),(0,1,2,3),(0,1e30),(0,float('nan'))]:
    try: print(signal.setitimer(*args))
    except BaseException as e: print(type(e).__name__,e.args)
try: print(signal.getitimer(9))
except BaseException as e: print(type(e).__name__,e.args)
print(signal.setitimer(0,5,3)); r=signal.getitimer(0); print(3<r[0]<=5.1,r[1]); r=signal.setitimer(0,0); print(3<r[0]<=5.1,r[1]); print(signal.getitimer(0))
c=[]
def h(n,f): c.append(n)
signal.signal(signal.SIGALRM,h); signal.signal(signal.SIGVTALRM,h); signal.signal(signal.SIGPROF,h)
signal.setitimer(signal.ITIMER_VIRTUAL,0.05)
while len(c)<1: pass
signal.setitimer(signal.ITIMER_PROF,0.05)
while len(c)<2: pass
signal.setitimer(signal.ITIMER_REAL,0.05,0.05)
while len(c)<5: signal.pause()
print(c)

import threading,time
forks=[threading.Lock() for i in range(5)]; meals=[0]*5
def phil(i):
    a,b=sorted((i,(i+1)%5))
    for n in range(20):
        with forks[a]:
            with forks[b]: meals[i]+=1
ts=[threading.Thread(target=phil,args=(i,)) for i in range(5)]
[t.start() for t in ts]; [t.join() for t in ts]; print(meals)

import threading
c=threading.Condition(); turn=['ping']; out=[]
def player(me,other):
    for i in range(5):
        with c:
            while turn[0]!=me: c.wait()
            out.append(me); turn[0]=other; c.notify()
a=threading.Thread(target=player,args=('ping','pong')); b=threading.Thread(target=player,args=('pong','ping'))
a.start(); b.start(); a.join(); b.join(); print(out)

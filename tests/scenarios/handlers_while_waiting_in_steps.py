# Events: see go; settle; kill 10; see MainThread; settle; kill 10; see MainThread; settle; kill 15
import signal,threading,sys,time
def h(n,f): print('h',n,threading.current_thread().name); sys.stdout.flush()
signal.signal(10,h)
ev=threading.Event()
def term(n,f): ev.set()
signal.signal(15,term)
def w():
    while not ev.is_set(): time.sleep(0.05)
    print('worker done'); sys.stdout.flush()
t=threading.Thread(target=w); t.start()
print('go'); sys.stdout.flush()
while not ev.is_set(): ev.wait(5)
t.join(); print('end')

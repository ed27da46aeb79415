# Events: see go; settle; ^C
import threading,sys
b=threading.Barrier(2)
print('go'); sys.stdout.flush()
try: b.wait()
except KeyboardInterrupt: print('KI',b.broken,b.n_waiting)
try: b.wait(0.1)
except threading.BrokenBarrierError as e: print('broken',e.args)
b.reset()
try: b.wait(0.1)
except threading.BrokenBarrierError as e: print('broken',e.args)
b.abort(); print(b.broken)
out=[]
b2=threading.Barrier(3,action=lambda: out.append('act'),timeout=2)
ts=[threading.Thread(target=lambda: out.append(b2.wait())) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(map(str,out)))

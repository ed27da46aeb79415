# Events: see go; settle; ^C
import sys,threading,time
stop=[]
def w():
    while not stop: pass
ts=[threading.Thread(target=w) for i in range(3)]
for t in ts: t.start()
print('go'); sys.stdout.flush()
try:
    while 1: time.sleep(0.1)
except KeyboardInterrupt:
    print('stopping'); stop.append(1)
for t in ts: t.join()
print('end')

import signal,time
class T(Exception): pass
def h(n,f): raise T('timeout')
signal.signal(signal.SIGALRM,h)
signal.setitimer(signal.ITIMER_REAL,0.1)
try:
    while True: pass
except T as e: print('got',repr(e))
signal.setitimer(signal.ITIMER_REAL,0.1)
time.sleep(2)

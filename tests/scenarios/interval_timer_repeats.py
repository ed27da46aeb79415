# Events:
from __future__ import print_function
import signal, time
n = []
def h(s, f):
    n.append(s)
    if len(n) == 5: signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, h)
print(signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05))
t = time.time()
while len(n) < 5: signal.pause()
print(len(n), 0.2 < time.time() - t < 30, signal.getitimer(signal.ITIMER_REAL))
signal.signal(signal.SIGVTALRM, lambda s, f: n.append('v'))
signal.setitimer(signal.ITIMER_VIRTUAL, 0.05)
while n[-1] != 'v': pass
signal.signal(signal.SIGPROF, lambda s, f: n.append('p'))
signal.setitimer(signal.ITIMER_PROF, 0.05, 0)
while n[-1] != 'p': pass
print(n[5:])
try: signal.setitimer(signal.ITIMER_REAL, -1)
except Exception as e: print(type(e), e)
try: signal.setitimer(99, 1)
except Exception as e: print(type(e), e)
try: signal.getitimer(99)
except Exception as e: print(type(e), e)
print(signal.ItimerError, issubclass(signal.ItimerError, IOError))

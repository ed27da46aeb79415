import signal,time
def h(n,f): print('handler %d line %d' % (n,f.f_lineno))
print(signal.signal(signal.SIGALRM,h))
print(signal.alarm(5)); print(signal.alarm(1))
t=time.time(); time.sleep(30); print(time.time()-t<20); print(signal.alarm(0)); print(signal.getsignal(signal.SIGALRM) is h)

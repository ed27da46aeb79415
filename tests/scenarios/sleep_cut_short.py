import signal,time
signal.signal(signal.SIGALRM,lambda n,f: None)
signal.setitimer(signal.ITIMER_REAL,0.2)
t=time.time(); time.sleep(20); print(time.time()-t<10)

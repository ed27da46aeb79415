import signal,os,time
signal.signal(signal.SIGCHLD,signal.SIG_IGN)
p=os.fork()
if p==0: os._exit(1)
try: print(os.waitpid(p,0))
except OSError as e: print(e)

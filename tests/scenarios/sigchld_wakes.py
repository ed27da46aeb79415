import signal,os,time
def h(n,f):
    print('chld'); 
    try:
        while 1:
            p,s=os.waitpid(-1,os.WNOHANG)
            if not p: break
            print(os.WEXITSTATUS(s))
    except OSError as e: print(e.errno)
signal.signal(signal.SIGCHLD,h)
for i in range(3):
    p=os.fork()
    if p==0: os._exit(i+3)
    t=time.time(); time.sleep(0.5)
    print('woke')

import os,threading,sys
l=threading.Lock(); l.acquire()
pid=os.fork()
if pid==0:
    print(l.acquire(False)); l.release(); print(l.acquire(False)); sys.stdout.flush(); os._exit(0)
os.waitpid(pid,0); print(l.locked())

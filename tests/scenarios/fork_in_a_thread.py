import os,threading,sys,time
def f():
    pid=os.fork()
    if pid==0:
        print(threading.current_thread().name, threading.active_count(), threading.enumerate()); sys.stdout.flush()
        print(threading._active, threading._limbo); sys.stdout.flush()
        sys.exit(5)
    else: print(os.waitpid(pid,0)[1])
threading.Thread(target=time.sleep,args=(0.3,)).start()
t=threading.Thread(target=f,name='forker'); t.start(); t.join()

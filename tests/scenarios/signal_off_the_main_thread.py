import signal,threading
def f():
    for g in (lambda: signal.signal(2,signal.SIG_IGN), lambda: signal.signal(99,signal.SIG_IGN), lambda: signal.set_wakeup_fd(-1), lambda: signal.set_wakeup_fd(1), lambda: signal.getsignal(2), lambda: signal.alarm(0), lambda: signal.siginterrupt(10,False), lambda: signal.setitimer(0,0), lambda: signal.signal()):
        try: print(g())
        except BaseException as e: print(type(e).__name__,e.args)
t=threading.Thread(target=f); t.start(); t.join()

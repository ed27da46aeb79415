import signal,os,time
print(signal.signal(2,signal.SIG_IGN) is signal.default_int_handler)
os.kill(os.getpid(),2); print('alive'); print(signal.getsignal(2)==signal.SIG_IGN)
print(signal.signal(2,signal.SIG_DFL))
import sys; sys.stdout.flush()
os.kill(os.getpid(),2)
time.sleep(1); print('no')

import signal,os
class H(object):
    def __call__(self,n,f): print('called',n,f.f_code.co_name)
    def meth(self,n,f): print('meth',n)
h=H()
signal.signal(10,h); os.kill(os.getpid(),10)
signal.signal(10,h.meth); os.kill(os.getpid(),10)
print(signal.getsignal(10)==h.meth)
signal.signal(10,lambda: 1)
os.kill(os.getpid(),10)
for i in range(100): pass

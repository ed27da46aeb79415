# Events: see in del; settle; ^C
import sys,time
class D(object):
    def __del__(self): print('in del'); sys.stdout.flush(); time.sleep(60); print('after'); 
d=D(); del d
print('next')

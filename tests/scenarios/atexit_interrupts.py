import atexit,sys,os
def b(): raise KeyboardInterrupt
atexit.register(b)
atexit.register(lambda: os.kill(os.getpid(),2))
atexit.register(lambda: print_('x'))
def print_(s): print(s)

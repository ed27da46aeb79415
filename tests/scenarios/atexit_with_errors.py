import atexit,sys
def a(): print('a'); sys.exit(5)
def b(): print('b'); raise KeyError(1)
def c(): print('c')
atexit.register(c); atexit.register(b); atexit.register(a)
1/0

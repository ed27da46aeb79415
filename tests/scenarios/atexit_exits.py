import atexit,sys
def a(): print('a'); sys.exit(5)
atexit.register(a)

import atexit,sys
def a(): print('a'); atexit.register(b)
def b(): print('b')
atexit.register(a)
atexit.register(a)
for x in (5,None):
    try: atexit.register(x)
    except TypeError as e: print(e)
try: atexit.register()
except TypeError as e: print(e)

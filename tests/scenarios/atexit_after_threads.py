import atexit,sys,threading,time
def p(*a,**k): print(a,sorted(k.items())); sys.stdout.flush()
atexit.register(p,1); atexit.register(p,2,x=1)
@atexit.register
def last(): print('last registered')
def bad(): raise ValueError('bad')
atexit.register(bad)
threading.Thread(target=lambda: (time.sleep(0.2), p('thread'))).start()
print('main end')

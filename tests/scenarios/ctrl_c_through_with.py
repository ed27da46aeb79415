# Events: see go; settle; ^C
import sys,time
class C:
    def __enter__(self): return self
    def __exit__(self,t,v,tb): print('exit',t.__name__ if t else None); return False
def f():
    with C():
        try: time.sleep(60)
        except KeyboardInterrupt as e:
            raise RuntimeError('other')
print('go'); sys.stdout.flush()
f()

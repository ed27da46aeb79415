# Events: see main; settle; ^C; see ^C; settle; type x\n
import os,threading,sys
def f():
    os.read(0, 9); print('worker done')
t=threading.Thread(target=f); t.start()
import atexit
atexit.register(lambda: sys.stdout.write('atexit\n'))
print('main end'); sys.stdout.flush()

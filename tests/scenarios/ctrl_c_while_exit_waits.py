# Events: see main; settle; ^C
import threading,time,sys
def f():
    time.sleep(1.2); print('worker done')
t=threading.Thread(target=f); t.start()
import atexit
atexit.register(lambda: sys.stdout.write('atexit\n'))
print('main end'); sys.stdout.flush()

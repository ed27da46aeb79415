# Events: see go; settle; ^C
import threading,time,sys
def w():
    try: time.sleep(0.8)
    except KeyboardInterrupt: print('never')
    print('w end')
t=threading.Thread(target=w); t.start()
print('go'); sys.stdout.flush()
time.sleep(5)

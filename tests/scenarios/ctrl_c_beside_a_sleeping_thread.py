# Events: see go; settle; ^C; see KeyboardInterrupt\n; type x\n
import os,threading,time,sys
def w():
    try: time.sleep(0.8); os.read(0, 9)
    except KeyboardInterrupt: print('never')
    print('w end')
t=threading.Thread(target=w); t.start()
print('go'); sys.stdout.flush()
time.sleep(60)

import threading,time,sys
def f():
    try:
        time.sleep(10)
    finally: print('finally in daemon')
t=threading.Thread(target=f); t.daemon=True; t.start()
time.sleep(0.1)
print('end')

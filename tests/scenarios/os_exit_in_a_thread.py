import threading,os,time,sys
print('x'); sys.stdout.flush()
threading.Thread(target=lambda: os._exit(9)).start()
time.sleep(5)

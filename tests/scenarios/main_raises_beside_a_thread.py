import threading,time
def w():
    for i in range(3): time.sleep(0.1); print('w',i)
threading.Thread(target=w).start()
raise RuntimeError('main')

import threading
res=[]
def f():
    try: threading.current_thread().join()
    except RuntimeError as e: res.append(str(e))
    print(threading.current_thread())
t=threading.Thread(target=f); t.start(); t.join(); print(res, t)
for a in [(0,),(-1,),(None,),('x',),(0.1,)]:
    try: print(t.join(*a))
    except BaseException as e: print(type(e).__name__,e)
t=threading.Thread(target=lambda: __import__('time').sleep(6)); t.start()
import time
for a in [(0,),(-1,),('x',),(0.1,)]:
    s=time.time()
    try: print(t.join(*a),t.is_alive())
    except BaseException as e: print(type(e).__name__,e)
    print(time.time()-s<3)
t.join()

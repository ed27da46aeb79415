import threading,time
try: import _thread as th
except ImportError: import thread as th
def f(): time.sleep(0.1); th.interrupt_main()
threading.Thread(target=f).start()
t=time.time()
try: time.sleep(0.8); print('slept')
except KeyboardInterrupt: print('KI',time.time()-t>=0.8)
import signal
signal.signal(2,signal.SIG_IGN)
th.interrupt_main()
try:
    for i in range(10000): pass
except BaseException as e: print(type(e).__name__,e.args)
signal.signal(2,signal.SIG_DFL)
th.interrupt_main()
try:
    for i in range(10000): pass
except BaseException as e: print(type(e).__name__,e.args)

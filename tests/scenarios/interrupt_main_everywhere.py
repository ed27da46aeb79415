# Events:
from __future__ import print_function
try:
    import thread
except ImportError:
    import _thread as thread
import threading, time, signal, sys
def poke(d): time.sleep(d); thread.interrupt_main()
t0 = time.time()
threading.Thread(target=poke, args=(0.2,)).start()
try: time.sleep(1); print("slept all"); 
except KeyboardInterrupt: print("ki after sleep", time.time() - t0 > 0.9)
threading.Thread(target=poke, args=(0.1,)).start()
try:
    while 1: pass
except KeyboardInterrupt: print("ki in loop")
t = threading.Thread(target=poke, args=(0.2,))
t.start()
try: t.join(); time.sleep(0.05); print("joined")
except KeyboardInterrupt: print("ki join", t.is_alive())
signal.signal(signal.SIGINT, lambda s, f: print("handler", s, f.f_code.co_name))
try: thread.interrupt_main(); print("x")
except KeyboardInterrupt: print('no')
signal.signal(signal.SIGINT, signal.SIG_IGN)
try:
    thread.interrupt_main()
    for i in range(1000): pass
    print("nothing")
except TypeError as e: print("TypeError", e)
signal.signal(signal.SIGINT, signal.default_int_handler)
def fn():
    thread.interrupt_main()
    for i in range(1000): pass
fn()

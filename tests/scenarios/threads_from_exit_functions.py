# Events:
from __future__ import print_function
import threading, atexit, time
def later(n):
    time.sleep(0.1); print("later", n)
def starter():
    t = threading.Thread(target=later, args=("from atexit",)); t.start(); t.join()
    t = threading.Thread(target=later, args=("not joined",)); t.start()
atexit.register(starter)
def a():
    threading.Thread(target=later, args=("nested",)).start()
    print("a ends")
t = threading.Thread(target=a)
t.start()
t.join()
print("main ends")

# Events:
from __future__ import print_function
import os, signal, sys, threading

def handler(number, frame):
    print("handler", number, "in", threading.current_thread().name)
    sys.stdout.flush()

signal.signal(signal.SIGUSR1, handler)

def fork():
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            for i in range(1000): pass
            # The only thread is the main one, so it may.
            signal.signal(signal.SIGUSR2, handler)
            os.kill(os.getpid(), signal.SIGUSR2)
            for i in range(1000): pass
        finally:
            sys.stdout.flush()
            os._exit(5)
    print("status", os.waitpid(child, 0)[1] >> 8)

thread = threading.Thread(target=fork, name="forker")
thread.start()
thread.join()

# Prints the speed of a busy worker after a signal that main cannot take, as a fraction of the speed before.
import sys
import threading
import time
try:
    from thread import interrupt_main
except ImportError:
    from _thread import interrupt_main

rounds = [0]
speeds = []
stop = []

def busy():
    n = 0
    while not stop:
        n += 1
        rounds[0] = n

def watch():
    for phase in range(2):
        start, first = time.time(), rounds[0]
        while time.time() - start < 0.7:
            time.sleep(0.1)
        speeds.append((rounds[0] - first) / (time.time() - start))
        if phase == 0:
            interrupt_main()
    print('%.2f' % (speeds[1] / speeds[0]))
    sys.stdout.flush()
    import os
    os._exit(0)

worker = threading.Thread(target=busy)
worker.start()
watcher = threading.Thread(target=watch)
watcher.start()
worker.join()

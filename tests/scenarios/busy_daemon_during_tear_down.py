# Events:
# 3.2: a thread that comes back from a blocking call while the interpreter ends is ended; one that only computes goes on.
import os, sys, threading, time
rounds = [0]
def count():
    while True: rounds[0] += 1
thread = threading.Thread(target=count)
thread.daemon = True
thread.start()
class Stdout(object):
    closed = False
    def write(self, text): pass
    def flush(self):
        before, end = rounds[0], time.time() + 10
        while rounds[0] == before and time.time() < end: pass
        os.write(1, b"goes on\n" if rounds[0] > before else b"has ended\n")
sys.stdout = Stdout()

# Events:
# At exit a stream of Python's own takes its time to flush. Under 3.2's rules a daemon thread that wakes meanwhile is at its end.
import atexit, os, sys, threading, time

ending = []
flushing = []

class Out(object):
    def write(self, text):
        os.write(1, text.encode("ascii"))
    def flush(self, ending=ending, flushing=flushing, sleep=time.sleep, write=os.write):
        if ending and not flushing:
            write(1, b"flush\n")
            flushing.append(True)
            sleep(0.5)
            write(1, b"flushed\n")

def daemon(flushing=flushing, sleep=time.sleep, write=os.write):
    # Without globals: they are None when it ends in 2.7.
    while not flushing:
        sleep(0.02)
    write(1, b"the daemon goes on\n")

thread = threading.Thread(target=daemon)
thread.daemon = True
thread.start()
atexit.register(ending.append, True)
sys.stdout = Out()

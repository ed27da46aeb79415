# Events:
# At exit, 3.2 flushes the standard streams and only then gives the signals their defaults back: a handler still runs there.
import atexit, os, signal, sys

ending = []

class Out(object):
    def write(self, text):
        os.write(1, text.encode("ascii"))
    def flush(self, ending=ending, write=os.write, kill=os.kill, me=os.getpid(), number=signal.SIGUSR1):
        if ending:
            ending.pop()
            write(1, b"flush\n")
            kill(me, number)
            for i in range(1000):
                pass
            write(1, b"flushed\n")

def handler(number, frame, write=os.write):
    write(1, b"handler\n")

signal.signal(signal.SIGUSR1, handler)
atexit.register(ending.append, True)
sys.stdout = Out()

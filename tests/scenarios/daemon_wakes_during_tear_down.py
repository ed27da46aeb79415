# Events:
import os, threading, time

ending = []

def daemon(ending=ending, sleep=time.sleep, write=os.write):
    # Without globals: they are None by then.
    while not ending:
        sleep(0.05)
    write(1, b"the daemon goes on\n")

class Slow(object):
    def __del__(self, ending=ending, sleep=time.sleep, write=os.write):
        write(1, b"tear-down\n")
        ending.append(True)
        sleep(0.6)
        write(1, b"end\n")

slow = Slow()
thread = threading.Thread(target=daemon)
thread.daemon = True
thread.start()
time.sleep(0.1)

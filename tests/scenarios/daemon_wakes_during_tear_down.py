# Events:
import os, threading, time

ending, went_on = [], []

def daemon(ending=ending, went_on=went_on, sleep=time.sleep, write=os.write):
    # Without globals: they are None by then.
    while not ending:
        sleep(0.05)
    write(1, b"the daemon goes on\n")
    went_on.append(True)

class Slow(object):
    def __del__(self, ending=ending, went_on=went_on, sleep=time.sleep, write=os.write, rounds=range(60)):
        write(1, b"tear-down\n")
        ending.append(True)
        for round in rounds:
            if not went_on: sleep(0.05)
        write(1, b"end\n")

slow = Slow()
thread = threading.Thread(target=daemon)
thread.daemon = True
thread.start()
time.sleep(0.1)

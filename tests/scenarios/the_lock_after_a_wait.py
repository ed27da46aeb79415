# The lock that a wait has to take again is waited for without being interrupted: the handler runs when the lock is there.
import os, signal, sys, threading, time

def handler(signum, frame):
    sys.stdout.write('handler\n')
    sys.stdout.flush()

signal.signal(signal.SIGALRM, handler)
condition = threading.Condition(threading.RLock())

def other():
    with condition:
        condition.notify()
        # Until here the main thread waits for the notification; from here on for the lock.
        time.sleep(1)
        os.kill(os.getpid(), signal.SIGALRM)
        time.sleep(0.5)
        sys.stdout.write('gives it up\n')
        sys.stdout.flush()

thread = threading.Thread(target=other)
with condition:
    thread.start()
    condition.wait()
    sys.stdout.write('has it again\n')
    sys.stdout.flush()
thread.join()

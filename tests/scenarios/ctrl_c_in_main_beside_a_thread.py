# Events: see go; settle; ^C
import sys, time, threading
def w():
    time.sleep(1.2); sys.stdout.write("worker done\n"); sys.stdout.flush()
threading.Thread(target=w).start()
sys.stdout.write("go\n"); sys.stdout.flush()
time.sleep(10)

# Events: see go; settle; ^C; see KeyboardInterrupt\n; type x\n
import os, sys, time, threading
def w():
    os.read(0, 9); sys.stdout.write("worker done\n"); sys.stdout.flush()
threading.Thread(target=w).start()
sys.stdout.write("go\n"); sys.stdout.flush()
time.sleep(60)

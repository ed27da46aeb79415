# Events: see Error; settle; ^C
import sys, time, threading
def w():
    time.sleep(1.2); sys.stdout.write("worker done\n"); sys.stdout.flush()
threading.Thread(target=w).start()
raise ValueError("main fails")

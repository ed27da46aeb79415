# Events: see Error: main fails\n; settle; ^C; see ^C; settle; type x\n
import os, sys, threading
def w():
    os.read(0, 9); sys.stdout.write("worker done\n"); sys.stdout.flush()
threading.Thread(target=w).start()
raise ValueError("main fails")

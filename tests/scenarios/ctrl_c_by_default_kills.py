# Events: see go; settle; ^C
import signal, sys, time, atexit
atexit.register(lambda: sys.stdout.write("atexit\n"))
signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.stdout.write("go\n"); sys.stdout.flush()
try:
    time.sleep(20)
finally:
    print("finally")

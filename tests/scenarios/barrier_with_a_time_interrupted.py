# Events: see go; settle; ^C
import threading, sys, time
b = threading.Barrier(2, timeout=15)
def other():
    time.sleep(0.1)
    try: b.wait()
    except threading.BrokenBarrierError as e: print("broken", repr(e))
print("go")
sys.stdout.flush()
try:
    b.wait()
finally:
    print(b.broken, b.n_waiting, b.parties)
    threading.Thread(target=other).start()

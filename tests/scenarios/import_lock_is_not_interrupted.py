# Events: see main imports; settle; ^C; settle; type go\n; see imported
# Whatever the kind of thread locks: an import waits for another thread's until that is over, and the handler runs then.
import imp, signal, sys, threading

def work():
    imp.acquire_lock()
    held.set()
    sys.stdin.readline()
    sys.stdout.write('the lock is given back\n')
    sys.stdout.flush()
    imp.release_lock()

def handler(number, frame):
    print('handler')

signal.signal(signal.SIGINT, handler)
held = threading.Event()
threading.Thread(target=work).start()
held.wait()
print('main imports')
sys.stdout.flush()
import sched
print('imported')

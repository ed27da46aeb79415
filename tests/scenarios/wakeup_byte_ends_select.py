# Events:
from __future__ import print_function
import signal, os, select, fcntl, time, threading
r, w = os.pipe()
for fd in (r, w):
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
print(signal.set_wakeup_fd(w))
signal.signal(signal.SIGUSR1, lambda *a: print("handler"))
def k(): time.sleep(0.2); os.kill(os.getpid(), signal.SIGUSR1)
threading.Thread(target=k).start()
try:
    print(select.select([r], [], [], 5)[0] == [r])
except select.error as e:
    print(e.args)
print(os.read(r, 10) in (b'\0', '\0'))
print(signal.set_wakeup_fd(-1) == w)
for bad in (9999, 'x', 1.5):
    try: print(signal.set_wakeup_fd(bad))
    except Exception as e: print(type(e).__name__, e)

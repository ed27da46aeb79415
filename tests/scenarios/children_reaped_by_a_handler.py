# Events:
from __future__ import print_function
import signal, os, time
st = []
def reap(n, f):
    while True:
        try: pid, s = os.waitpid(-1, os.WNOHANG)
        except OSError as e: break
        if pid == 0: break
        st.append(os.WEXITSTATUS(s))
signal.signal(signal.SIGCHLD, reap)
for c in (3, 4, 5):
    pid = os.fork()
    if not pid: time.sleep(0.1 * c)
   os._exit(c)
while len(st) < 3: time.sleep(1)
print(sorted(st))
try: os.wait()
except OSError as e: print(e)

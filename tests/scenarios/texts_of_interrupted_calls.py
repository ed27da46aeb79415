# Events: see go; settle; kill 10; see 1; settle; kill 10; see 2; settle; kill 10; see 3; settle; kill 10; see 4; settle; kill 10; see 5; settle; kill 10
from __future__ import print_function
import os, sys, signal, select, socket, time, errno
signal.signal(signal.SIGUSR1, lambda s, f: None)
print("go")
sys.stdout.flush()
def attempt(n, f, *a):
    try:
        print(f(*a))
    except (OSError, IOError, select.error, socket.error) as e:
        print(n, type(e), e, repr(e), e.args, getattr(e, 'errno', 'none'), getattr(e, 'filename', 'nofn')); sys.stdout.flush()
r, w = os.pipe()
attempt(1, select.select, [r], [], [])
attempt(2, os.read, r, 1)
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1)
attempt(3, s.accept)
a, b = socket.socketpair()
attempt(4, a.recv, 10)
p = select.poll()
p.register(r, select.POLLIN)
attempt(5, p.poll)
pid = os.fork()
if not pid:
    time.sleep(60)
    os._exit(0)
attempt(6, os.wait)
os.kill(pid, signal.SIGKILL)

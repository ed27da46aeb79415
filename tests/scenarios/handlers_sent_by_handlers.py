# Events:
from __future__ import print_function
import signal, os
def h(n, f):
    print("begin", n, f.f_code.co_name)
    if n == signal.SIGUSR1: os.kill(os.getpid(), signal.SIGUSR2)
   os.kill(os.getpid(), signal.SIGHUP)
    print("end", n)
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGTERM): signal.signal(s, h)
def main():
    os.kill(os.getpid(), signal.SIGUSR1)
    for i in range(300): pass
    print("done")
main()

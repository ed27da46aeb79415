# Events: see go; settle; kill 10
from __future__ import print_function
import signal, sys, time
class Usr(Exception): pass
def deep(n):
    if n: deep(n - 1)
    else: raise Usr("from handler")
def h(n, f):
    deep(2)
signal.signal(signal.SIGUSR1, h)
def work():
    try:
        [][0]
    except IndexError:
        print("go")
        sys.stdout.flush()
        time.sleep(20)
work()

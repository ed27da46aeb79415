# Events: see go; settle; kill 10; see in usr1; settle; ^C
from __future__ import print_function
import signal, time, sys
def h(n, f):
    print("in usr1", n, f.f_code.co_name, f.f_lineno); sys.stdout.flush()
    time.sleep(20)
    print("out usr1")
signal.signal(signal.SIGUSR1, h)
def main():
    print("go")
    sys.stdout.flush()
    time.sleep(20)
    print("end main")
main()

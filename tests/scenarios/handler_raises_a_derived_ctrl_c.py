# Events: see go; settle; ^C
from __future__ import print_function
import signal, sys, time
class Stop(KeyboardInterrupt):
    def __str__(self): return "stop! %s" % (self.args,)
def handler(signum, frame):
    raise Stop(signum, frame.f_code.co_name)
old = signal.signal(signal.SIGINT, handler)
print(old is signal.default_int_handler, old)
print("go")
sys.stdout.flush()
def loop():
    while True:
        time.sleep(60)
loop()

# Events:
# A signal sets 2.7's count to 0, and sys.setcheckinterval() sets it to the interval. In 3.2 there is no count.
from __future__ import print_function
import functools, os, signal, sys, warnings
warnings.simplefilter("ignore")
happened = []
signal.signal(signal.SIGUSR1, lambda number, frame: happened.append("handler"))
at_once = [functools.partial(os.kill, os.getpid(), signal.SIGUSR1), functools.partial(sys.setcheckinterval, 1000000)]
list(map(functools.partial.__call__, at_once))
for i in range(10000): pass
happened.append("10000 rounds")
sys.setcheckinterval(100)
for i in range(10000): pass
print(happened)

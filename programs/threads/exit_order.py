# The end of a program, step by step.
#
#   gilpy --profile 2.7 programs/threads/exit_order.py
#   gilpy --profile 3.2 programs/threads/exit_order.py
#
# See: first the other threads are waited for, then come the exit functions, the last registered first; one that raises
# does not keep the others back. Then the globals go: those with one underscore first, then the rest. The status is the one
# that the script ended with.

import atexit
import sys
import threading
import time


class Noisy(object):
    # What it needs is kept where it outlives the module's globals.
    def __init__(self, name, write=sys.stdout.write):
        self.name, self.write = name, write

    def __del__(self):
        self.write('%s goes\n' % self.name)

_with_underscore = Noisy('_with_underscore')
with_none = Noisy('with_none')
in_a_circle = Noisy('in_a_circle')
in_a_circle.list = [in_a_circle]
del in_a_circle.list[:]


def tell(*arguments, **keywords):
    print('exit function %r %r' % (arguments, keywords))

atexit.register(tell, 'registered first')
atexit.register(tell, 1, two=3)


def work():
    time.sleep(0.1)
    print('the worker ends')

threading.Thread(target=work).start()
daemon = threading.Thread(target=time.sleep, args=(60,))
daemon.daemon = True
daemon.start()
print('main ends')
sys.exit('with a text')

# A KeyboardInterrupt that nobody catches.
#
#   gilpy programs/signals/uncaught_interrupt.py; echo $?
#
# See: its traceback, status 1: the process ends by itself, not by the signal. Functions of atexit run.

import atexit
import os
import signal
import sys

atexit.register(sys.stdout.write, 'atexit has run\n')
os.kill(os.getpid(), signal.SIGINT)
while True:
    pass

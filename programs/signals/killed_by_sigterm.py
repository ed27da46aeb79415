# A signal that nobody handles ends the process as it ends any other.
#
#   gilpy programs/signals/killed_by_sigterm.py; echo $?
#
# See: nothing runs after it, neither `finally` nor atexit. The shell tells 143, which is 128 + 15.

import atexit
import os
import signal
import sys
import time

atexit.register(sys.stdout.write, 'never printed\n')
sys.stdout.write('before\n')
sys.stdout.flush()
try:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
finally:
    sys.stdout.write('nor this\n')

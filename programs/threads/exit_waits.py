# At the end of the main thread the process waits for the others, unless they are daemons.
#
#   gilpy programs/threads/exit_waits.py
#
# See: main ends first, then the worker; functions registered with atexit run after it; the daemon never ends.

import atexit
import sys
import threading
import time


def say(text):
    sys.stdout.write(text + '\n')
    sys.stdout.flush()


def work():
    time.sleep(0.3)
    say('the worker ends')


def forever():
    time.sleep(1000)
    say('never')

atexit.register(say, 'atexit')
daemon = threading.Thread(target=forever)
daemon.daemon = True
daemon.start()
threading.Thread(target=work).start()
say('main ends')

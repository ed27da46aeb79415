# A cure for 2.7: main does not join, it sleeps and looks at a flag.
#
#   gilpy --profile 2.7 programs/signals/cure_sleep_flag.py
#   gilpy --profile 3.2 programs/signals/cure_sleep_flag.py
#
# Press Ctrl-C, or wait for two seconds.
#
# Both: at Ctrl-C "stopping" at once; the worker is told, and ends; status 0. time.sleep() is a call of the operating
# system, which a signal ends early, and the handler runs right after it.

import sys
import threading
import time

seconds = float(sys.argv[1]) if sys.argv[1:] else 2
running = True
finished = False


def work():
    global finished
    end = time.time() + seconds
    while running and time.time() < end:
        pass
    finished = True

worker = threading.Thread(target=work)
worker.start()
sys.stdout.write('working\n')
sys.stdout.flush()
try:
    while not finished:
        time.sleep(0.1)
except KeyboardInterrupt:
    print('stopping')
    running = False
worker.join()
print('the worker has ended')

# A cure for 2.7: main waits in select() for a byte that the worker writes when it is done.
#
#   gilpy --profile 2.7 programs/signals/cure_select.py
#   gilpy --profile 3.2 programs/signals/cure_select.py
#
# Press Ctrl-C, or wait for two seconds.
#
# Both: at Ctrl-C "stopping" at once, out of select(), which is a call of the operating system; and no time is wasted by
# waking up now and then. The join() at the end finds a thread that has nothing left to do.

import select
import socket
import sys
import threading
import time

seconds = float(sys.argv[1]) if sys.argv[1:] else 2
running = True
mine, theirs = socket.socketpair()


def work():
    end = time.time() + seconds
    while running and time.time() < end:
        pass
    theirs.send(b'.')

worker = threading.Thread(target=work)
worker.start()
sys.stdout.write('working\n')
sys.stdout.flush()
try:
    select.select([mine], [], [])
    print('the worker has written %d byte' % len(mine.recv(10)))
except KeyboardInterrupt:
    print('stopping')
    running = False
worker.join()
print('the worker has ended')

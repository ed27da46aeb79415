# Ctrl-C while the main thread is in join(): the program that cannot be interrupted.
#
#   gilpy --profile 2.7 programs/signals/join_forever.py
#   gilpy --profile 3.2 programs/signals/join_forever.py
#
# Press Ctrl-C, several times. End it with Ctrl-\ if it is still there.
#
# 2.7: nothing happens, at however many presses. The handler may run in the main thread only, and that thread waits for
#      a lock: its semaphore wait is begun again after each signal, with the GIL released, so that no Python code ever runs in
#      it. The worker meanwhile is made to look for something to do after every single instruction, releasing the GIL each
#      time, and runs at a fraction of its speed; watch the number it prints each second. (People say that only `kill -9` helps:
#      Ctrl-\ and a plain `kill` do as well, since nobody handles SIGQUIT and SIGTERM.)
# 3.2: the wait comes back, the handler runs and raises KeyboardInterrupt out of join() at once. Its traceback is printed,
#      and then the interpreter waits for the worker before it ends: that takes a second Ctrl-C, and the status is 1.
#
# Which part makes the difference? Try 2.7 with `--locks interruptible`, and 3.2 with `--locks uninterruptible`.

import sys
import threading
import time


def work():
    last = time.time()
    rounds = 0
    while True:
        rounds += 1
        if rounds % 10000 == 0 and time.time() - last >= 1:
            now = time.time()
            sys.stdout.write('%9.0f rounds a second\n' % (rounds / (now - last)))
            sys.stdout.flush()
            last, rounds = now, 0

worker = threading.Thread(target=work)
worker.start()
worker.join()

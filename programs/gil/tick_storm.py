# What a Ctrl-C that cannot be delivered does to the speed of a program.
#
#   gilpy --profile 2.7 programs/gil/tick_storm.py
#   gilpy --profile 3.2 programs/gil/tick_storm.py
#
# See: the speed of a counting worker while main waits for it, before and after SIGINT has been marked as due (by
# interrupt_main(), which does what a Ctrl-C does, short of waking main).
#
# 2.7: down to about 0.3. As long as the handler could not run, each check sets the counter to zero again, so a check
#      follows after every instruction, and each check releases the GIL and takes it again.
# 3.2: down to about 0.7. The worker looks for something to do after every instruction as well, but does not release the
#      GIL for that.

import sys
import threading
import time
try:
    from thread import interrupt_main
except ImportError:
    from _thread import interrupt_main

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
speeds = []


def count_for(seconds):
    rounds = 0
    end = time.time() + seconds
    while time.time() < end:
        for _ in range(1000):
            rounds += 1
    return rounds / seconds


def work():
    speeds.append(count_for(seconds))
    interrupt_main()
    speeds.append(count_for(seconds))

worker = threading.Thread(target=work)
try:
    worker.start()
    worker.join()
    for _ in range(1000):
        pass
except KeyboardInterrupt:
    print('the handler has run, after the join')
print('before  %10.0f rounds a second' % speeds[0])
print('after   %10.0f rounds a second' % speeds[1])
print('ratio   %10.2f' % (speeds[1] / speeds[0]))

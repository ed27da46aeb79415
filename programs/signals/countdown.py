# A thread that counts down and sleeps, and Ctrl-C meanwhile.
#
#   gilpy --profile 2.7 programs/signals/countdown.py [COUNT [SECONDS]]
#   gilpy --profile 3.2 programs/signals/countdown.py [COUNT [SECONDS]]
#
# Let it run, or press Ctrl-C.
#
# 2.7: the count goes on to its end; only then comes the KeyboardInterrupt. No busy thread is needed for that: main waits
#      in join() for as long as it takes, here because the worker sleeps. A handler that has been marked as due makes
#      itself felt with the first lock that is free.
# 3.2: the traceback is printed at once, and then the count goes on, since the interpreter waits at exit for a thread that
#      is not a daemon. A second Ctrl-C ends that wait too.

import sys
import threading
import time


class CountdownThread(threading.Thread):
    def __init__(self, count, pause):
        threading.Thread.__init__(self)
        self.count = count
        self.pause = pause

    def run(self):
        while self.count > 0:
            sys.stdout.write('Counting down %d\n' % self.count)
            sys.stdout.flush()
            self.count -= 1
            time.sleep(self.pause)

count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
pause = float(sys.argv[2]) if len(sys.argv) > 2 else 0.2
thread = CountdownThread(count, pause)
thread.start()
thread.join()
print('done')

# Events: see at 0; settle; ^C; see at 1; settle; ^C; see at 2; settle; ^C; see at 3; settle; ^C
from __future__ import print_function
import os
import sched
import time
import timeit
import traceback
# Here, not when the test runs: settling takes a long import for what is to be interrupted.
import unittest


def schedule():
    scheduler = sched.scheduler(time.time, time.sleep)
    scheduler.enter(60, 1, print, ())
    scheduler.run()


def spawn():
    os.spawnlp(os.P_WAIT, "sleep", "sleep", "60")


def measure():
    timeit.timeit("sleep(60)", "from time import sleep", number=1)


def run_tests():
    class Slow(unittest.TestCase):
        def test(self):
            time.sleep(60)

    unittest.TextTestRunner().run(Slow("test"))


for number, function in enumerate((schedule, spawn, measure, run_tests)):
    print("at", number)
    try:
        function()
    except KeyboardInterrupt:
        traceback.print_exc()

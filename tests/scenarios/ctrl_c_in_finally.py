# Events: see cleaning; settle; ^C
from __future__ import print_function
import time, sys
def f():
    try:
        1/0
    finally:
        print("cleaning"); sys.stdout.flush()
        time.sleep(20)
        print("cleaned")
def g():
    try:
        f()
    except ZeroDivisionError as e:
        print("zde", e)
g()

# An exception that leaves a thread which was started without the module threading.
#
#   gilpy --profile 2.7 programs/threads/exception_in_raw_thread.py
#   gilpy --profile 3.2 programs/threads/exception_in_raw_thread.py
#
# See: "Unhandled exception in thread started by" on stderr. Nobody waits for such threads at exit.

import time
try:
    import thread
except ImportError:
    import _thread as thread

lock = thread.allocate_lock()
lock.acquire()


def fail():
    try:
        raise ValueError('from the thread')
    finally:
        lock.release()


def leave():
    try:
        thread.exit()
    finally:
        lock.release()

thread.start_new_thread(fail, ())
lock.acquire()
time.sleep(0.2)
thread.start_new_thread(leave, ())
lock.acquire()
for wrong in ((3, ()), (fail, 3), (fail, (), 3)):
    try:
        thread.start_new_thread(*wrong)
    except TypeError as error:
        print(error)
print('main ends')

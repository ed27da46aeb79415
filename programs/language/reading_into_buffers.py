# 2.7: file.readinto(), which fills a buffer that can be written, and goes on after a signal's handler.
#
#   gilpy --profile 2.7 programs/language/reading_into_buffers.py
#
# See: as much as there is room for, or as the file has; and what is no such buffer.

import os
import signal
import threading
import time

reader, writer = os.pipe()
os.write(writer, "abcdefgh")
stream = os.fdopen(reader, "rb")
target = bytearray("-" * 5)
print stream.readinto(target), target
view = memoryview(bytearray("......"))


def handler(number, frame):
    print "handler"


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)


def write_later():
    time.sleep(0.2)
    os.write(writer, "ij")
    os.close(writer)


thread = threading.Thread(target=write_later)
thread.start()
print stream.readinto(view[1:]), view.tobytes()
thread.join()
print stream.readinto(target), target
for wrong in "abc", 5, None, memoryview("abc"):
    try:
        stream.readinto(wrong)
    except TypeError as error:
        print error
stream.close()
try:
    stream.readinto(target)
except ValueError as error:
    print error
try:
    open(os.devnull, "w").readinto(target)
except IOError as error:
    print error

# Events:
from __future__ import print_function
import os
import signal
import sys
import time
child, master = os.forkpty()
if child == 0:
    print("a terminal:", os.isatty(0), os.ttyname(0) == os.ttyname(1), os.getsid(0) == os.getpid())
    print("working")
    time.sleep(60)
seen = b""
while b"working" not in seen:
    seen += os.read(master, 1000)
time.sleep(1)
# The key is pressed at the child's terminal, not at this one.
os.write(master, b"\x03")
try:
    while True:
        part = os.read(master, 1000)
        if not part:
            break
        seen += part
except OSError as e:
    print(e)
print(seen.decode().replace("\r", ""))
print(os.waitpid(child, 0)[1] >> 8)
master, slave = os.openpty()
print(os.isatty(master), os.isatty(slave), os.ttyname(slave)[:5])
os.write(slave, b"slave to master\n")
print(repr(os.read(master, 100)))
for wrong in (999, master + 100):
    try:
        print(os.ttyname(wrong))
    except OSError as e:
        print(e)

# Events:
import os
import sys
# What 2.7 writes to is looked at when it writes first: a file is not written to by lines.
reader, writer = os.pipe()
terminal = os.dup(1)
os.dup2(writer, 1)
print("a line")
if os.fork() == 0:
    os._exit(0)
os.wait()
sys.stdout.flush()
os.dup2(terminal, 1)
print(repr(os.read(reader, 100)))

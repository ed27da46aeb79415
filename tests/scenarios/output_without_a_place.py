# Events:
from __future__ import print_function
import os
import sys
pid = os.fork()
if pid == 0:
    # Full: what was printed is missed at the end.
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
    print("lost")
    sys.exit(3)
print(os.waitpid(pid, 0)[1] >> 8)
sys.stdout.flush()
os.close(1)
try:
    print("nowhere")
    sys.stdout.flush()
except IOError as e:
    sys.stderr.write("%s\n" % e)

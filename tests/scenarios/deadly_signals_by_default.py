# Events:
from __future__ import print_function
import os
import resource
import signal
import sys
import time
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for number in range(1, 32):
    if number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
        continue
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            os.kill(os.getpid(), number)
            time.sleep(0.05)
        except KeyboardInterrupt:
            os._exit(99)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    print(number, os.WTERMSIG(status) if os.WIFSIGNALED(status) else "lives, %d" % os.WEXITSTATUS(status))
os.kill(os.getpid(), signal.SIGSEGV)

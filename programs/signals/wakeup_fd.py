# set_wakeup_fd(): a byte for each signal, written by the handler in C, to wake a select() loop.
#
#   gilpy programs/signals/wakeup_fd.py
#
# See: one zero byte is in the pipe before any Python code has run. A second signal that comes while the first one is
# still only marked writes none.

import os
import select
import signal

calls = []
signal.signal(signal.SIGUSR1, lambda number, frame: calls.append(number))
reader, writer = os.pipe()
print(signal.set_wakeup_fd(writer))
os.kill(os.getpid(), signal.SIGUSR1)
ready = select.select([reader], [], [], 5)[0]
print([ready == [reader], os.read(reader, 10) == b'\0', len(calls)])
print(signal.set_wakeup_fd(-1) == writer)
os.kill(os.getpid(), signal.SIGUSR1)
print([select.select([reader], [], [], 0)[0], len(calls)])

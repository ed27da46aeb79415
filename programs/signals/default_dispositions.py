# What is set when a program begins.
#
#   gilpy programs/signals/default_dispositions.py
#
# See: SIGINT has the handler that raises KeyboardInterrupt, SIGPIPE is ignored, and SIGTERM and SIGQUIT are left alone, which is
# why Ctrl-\ ends a program that does not hear Ctrl-C.

import os
import signal

print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN)
print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL)
print(signal.getsignal(signal.SIGQUIT) == signal.SIG_DFL)
try:
    signal.default_int_handler(signal.SIGINT, None)
except KeyboardInterrupt as error:
    print(repr(error))
reader, writer = os.pipe()
os.close(reader)
try:
    os.write(writer, b'x')
except OSError as error:
    print(error.strerror)
try:
    os.kill(os.getpid(), signal.SIGINT)
    for i in range(10000):
        pass
except KeyboardInterrupt:
    print('interrupted')

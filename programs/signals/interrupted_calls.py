# A signal while the main thread is in a system call: what the call says afterwards.
#
#   gilpy --profile 2.7 programs/signals/interrupted_calls.py
#   gilpy --profile 3.2 programs/signals/interrupted_calls.py
#
# See: time.sleep() returns early; os.read(), os.waitpid() and select() give an error, EINTR, after the handler has run; a file's
# readline() and read() run the handler and go on, so they never show it. A handler that raises ends them all.

import os
import select
import signal
import threading
import time

seen = []


def note(number, frame):
    seen.append(number)


def attempt(what, action):
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        result = action()
        if isinstance(result, bytes):
            result = result.decode('ascii')
        result = 'gave ' + repr(str(result))
    except Exception as error:
        result = 'raised %s: %s' % (type(error).__name__, error)
    print('%s %s, handler runs so far: %d' % (what, result, len(seen)))


def later(data):
    def write():
        time.sleep(0.6)
        os.write(writer, data)
    thread = threading.Thread(target=write)
    thread.start()
    return thread


reader, writer = os.pipe()
source = os.fdopen(reader, 'rb')
signal.signal(signal.SIGALRM, note)
attempt('sleep', lambda: time.sleep(5))
attempt('os.read', lambda: os.read(reader, 1))
attempt('select', lambda: select.select([reader], [], [], 5))
attempt('waitpid', lambda: os.waitpid(os.spawnv(os.P_NOWAIT, '/bin/sleep', ['sleep', '1']), 0))
thread = later(b'line\n')
attempt('readline', lambda: source.readline())
thread.join()
thread = later(b'four')
attempt('read', lambda: source.read(4))
thread.join()


def refuse(number, frame):
    raise ValueError('from the handler')


signal.signal(signal.SIGALRM, refuse)
attempt('sleep', lambda: time.sleep(5))
attempt('os.read', lambda: os.read(reader, 1))
attempt('readline', lambda: source.readline())
attempt('read', lambda: source.read(4))
attempt('iteration', lambda: next(iter(source)))

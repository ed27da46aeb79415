# A pipe that is full, and a process that has no descriptor left. To be run with few descriptors allowed.

import errno
import os
import socket
import threading
import time

SIZE = 1 << 20
reader, writer = os.pipe()
written = 0
counted = 0


def write():
    global written
    data = b'x' * 10000
    while written < SIZE:
        written += os.write(writer, data)
    os.close(writer)

thread = threading.Thread(target=write)
thread.start()
# The writer blocks without the GIL: this thread goes on.
deadline = time.time() + 30
seen = -1
while written != seen and time.time() < deadline:
    seen = written
    time.sleep(0.05)
assert 0 < written < SIZE, written
got = 0
while True:
    data = os.read(reader, 65536)
    if not data:
        break
    got += len(data)
thread.join()
assert got == written >= SIZE, (got, written)
os.close(reader)


def exhaust(make, close, error_class):
    made = []
    try:
        while len(made) < 1000:
            made.append(make())
        raise AssertionError('there is no end of descriptors')
    except error_class as error:
        assert error.errno == errno.EMFILE, error
        text = str(error)
    for one in made:
        close(one)
    assert len(made) > 3, made
    return text


def in_thread(results):
    results.append(exhaust(lambda: os.open('/dev/null', os.O_RDONLY), os.close, OSError))
    results.append(exhaust(lambda: open('/dev/null'), lambda file: file.close(), IOError))
    results.append(exhaust(lambda: os.dup(0), os.close, OSError))
    results.append(exhaust(socket.socket, lambda end: end.close(), socket.error))

results = []
for _ in range(3):
    thread = threading.Thread(target=in_thread, args=(results,))
    thread.start()
    thread.join()
assert len(results) == 12, results
for text in results:
    assert text.startswith('[Errno 24] Too many open files'), text
# Modules are found again.
import string
print('ok')

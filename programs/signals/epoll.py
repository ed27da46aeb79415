# select.epoll, Linux's way of waiting for many descriptors, and what a signal does to it.
#
#   gilpy programs/signals/epoll.py
#
# See: events by level and once only, and a wait that a signal ends: after the handler has run it is an IOError, in both versions,
# and the time that was left is lost. A closed descriptor is waited for no more. An epoll object owns its descriptor.

import errno
import os
import select
import signal
import time

reader, writer = os.pipe()
epoll = select.epoll()
print(epoll.closed)
epoll.register(reader, select.EPOLLIN)
epoll.register(writer)
print(epoll.poll(0) == [(writer, select.EPOLLOUT)])
os.write(writer, b'abc')
print(sorted(epoll.poll(timeout=1)) == sorted([(writer, select.EPOLLOUT), (reader, select.EPOLLIN)]))
print(len(epoll.poll(1, 1)), len(epoll.poll(maxevents=5)))

# The same again: level. Once only, until it is armed again.
epoll.modify(writer, 0)
print([event == select.EPOLLIN for fd, event in epoll.poll(0)])
epoll.modify(reader, select.EPOLLIN | select.EPOLLONESHOT)
print(len(epoll.poll(0)), len(epoll.poll(0)))
epoll.modify(fd=reader, eventmask=select.EPOLLIN)
print(os.read(reader, 10), epoll.poll(0))


def handler(number, frame):
    print("handler")


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
before = time.time()
try:
    epoll.poll()
except IOError as error:
    print("poll: " + errno.errorcode[error.errno], time.time() - before < 10)

other = select.epoll.fromfd(os.dup(epoll.fileno()))
print(other.fileno() != epoll.fileno(), type(other) is select.epoll)
other.close()

for name, call in [
        ("register twice", lambda: epoll.register(reader)),
        ("modify", lambda: epoll.modify(10000, 0)),
        ("unregister", lambda: epoll.unregister(0)),
        ("register", lambda: epoll.register("text")),
        ("register -1", lambda: epoll.register(-1)),
        ("maxevents", lambda: epoll.poll(0, -2)),
        ("timeout", lambda: epoll.poll(1e20)),
        ("sizehint", lambda: select.epoll(-5)),
        ("sizehint", lambda: select.epoll("a")),
        ("closed", lambda: other.poll()),
        ("closed", lambda: other.fileno())]:
    try:
        print(name, call())
    except Exception as error:
        print(name + ": " + type(error).__name__ + ": " + str(error))

# Gone: nobody complains.
epoll.unregister(writer)
os.close(reader)
print(epoll.unregister(reader))
epoll.close()
epoll.close()
print(epoll.closed)


class Closing(object):
    """Changes the list that select() is looking at."""

    def __init__(self, asked):
        self.asked = asked

    def fileno(self):
        del self.asked[-1]
        return writer


asked = []
asked[:] = [Closing(asked) for _ in range(6)]
found = select.select([], asked, [], 0)[1]
print(len(found), len(asked))

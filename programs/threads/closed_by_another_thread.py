# A thread is blocked on a file, a socket, a poll; meanwhile another thread closes it.
#
#   gilpy --profile 2.7 programs/threads/closed_by_another_thread.py
#
# See: closing a descriptor wakes nobody, and who waits gets what comes later; shutdown() does wake. 2.7's files refuse to be
# closed while they are read; a buffered file of io has a lock, for which close() waits, and a raw one has none.

import io
import os
import select
import socket
import sys
import threading
import time


def told(function):
    try:
        result = function()
    except Exception:
        kind, value = sys.exc_info()[:2]
        return "%s: %s" % (kind.__name__, value)
    known = (bytes, str, int, float, list, type(None))
    return repr(result) if isinstance(result, known) else type(result).__name__


def during(name, blocked, other, rescue=None, patience=20):
    results = {}

    def run(what, function):
        def body():
            results[what] = told(function)
        thread = threading.Thread(target=body)
        thread.daemon = True
        thread.start()
        return thread
    print(name)
    first = run("the call", blocked)
    time.sleep(0.2)
    second = run("meanwhile", other)
    second.join(1)
    if rescue is not None:
        waits = [what for what, thread in (("the call", first), ("meanwhile", second)) if thread.is_alive()]
        if waits:
            print("    still waiting: " + ", ".join(waits))
            rescue()
    first.join(patience)
    second.join(patience)
    for what in "the call", "meanwhile":
        print("    %s: %s" % (what, results.get(what, "blocked for good")))


def pipe(opener, mode="rb", bufsize=-1):
    reader, writer = os.pipe()
    return opener(reader, mode, bufsize), writer


for name, opener in ("os.fdopen", os.fdopen), ("io.open", io.open):
    f, writer = pipe(opener)
    during(name + ": read() and close()", lambda: f.read(3), lambda: f.close(), lambda: os.write(writer, b"abcdef"))
    print("    closed: %s" % f.closed)
    f, writer = pipe(opener)
    during(name + ": readline() and close()", lambda: f.readline(), lambda: f.close(), lambda: os.write(writer, b"ab\ncd"))
    f, writer = pipe(opener)
    number = f.fileno()
    during(name + ": read() and os.close()", lambda: f.read(3), lambda: os.close(number),
           lambda: os.write(writer, b"abcdef"))
    print("    close() then: " + told(f.close))
f, writer = pipe(io.open, bufsize=0)
during("unbuffered: read() and close()", lambda: f.read(3), lambda: f.close(), lambda: os.write(writer, b"abcdef"))
f, writer = pipe(io.open, "r", 1)
during("text: readline() and close()", lambda: f.readline(), lambda: f.close(), lambda: os.write(writer, b"ab\ncd"))

ours, theirs = socket.socketpair()
during("recv() and close()", lambda: ours.recv(3), lambda: ours.close(), lambda: theirs.send(b"abc"))
ours, theirs = socket.socketpair()
during("recv() and shutdown()", lambda: ours.recv(3), lambda: ours.shutdown(socket.SHUT_RDWR))
ours, theirs = socket.socketpair()
ours.settimeout(0.6)
during("recv() with a time and close()", lambda: ours.recv(3), lambda: ours.close())
ours, theirs = socket.socketpair()
f = ours.makefile("rb")
during("makefile().read() and the socket's close()", lambda: f.read(3), lambda: ours.close(), lambda: theirs.send(b"abc"))
ours, theirs = socket.socketpair()
f = ours.makefile("rb")
during("makefile().read() and its close()", lambda: f.read(3), lambda: f.close(), lambda: theirs.send(b"abc"))


def listening():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    return listener


listener = listening()
address = listener.getsockname()
during("accept() and close()", lambda: len(listener.accept()), lambda: listener.close(),
       lambda: socket.create_connection(address, 1))
listener = listening()
during("accept() and shutdown()", lambda: listener.accept(), lambda: listener.shutdown(socket.SHUT_RDWR))
ours, theirs = socket.socketpair()
during("select() and close()", lambda: len(select.select([ours], [], [], 0.6)), lambda: ours.close())
print("    select() then: " + told(lambda: select.select([ours], [], [], 0)))
ours, theirs = socket.socketpair()
number = ours.fileno()
poller = select.poll()
poller.register(ours, select.POLLIN)
during("poll() and close()", lambda: len(poller.poll(600)), lambda: ours.close())
print("    poll() then: " + told(lambda: poller.poll(0) == [(number, select.POLLNVAL)]))
ours, theirs = socket.socketpair()
epoll = select.epoll()
epoll.register(ours, select.EPOLLIN)
during("epoll: poll() and the socket's close()", lambda: epoll.poll(0.6), lambda: ours.close())
during("epoll: poll() and its close()", lambda: epoll.poll(0.6), lambda: epoll.close())
print("    poll() then: " + told(lambda: epoll.poll(0)))
ours, theirs = socket.socketpair()
during("sendall() and the other end's close()", lambda: ours.sendall(b"x" * 10000000), lambda: theirs.close())
ours, theirs = socket.socketpair()
during("sendall() and close()", lambda: ours.sendall(b"x" * 10000000), lambda: ours.close(), lambda: theirs.close())
sys.stdout.flush()
os._exit(0)

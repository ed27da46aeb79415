# What is said where a process has no descriptor left, or may not have another child.
#
#   gilpy --profile 2.7 programs/threads/no_more_descriptors.py
#
# See: EMFILE in every place that opens something, with the file's name where there is one; and all goes on when some are closed.

import errno
import io
import os
import resource
import select
import socket
import subprocess
import sys
import threading


def told(name, function):
    try:
        print("%s: %s" % (name, function() and "done"))
    except Exception:
        kind, value = sys.exc_info()[:2]
        print("%s: %s: %s" % (name, kind.__name__, value))


ours, theirs = socket.socketpair()
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(5)
client = socket.socket()
client.connect(listener.getsockname())
opened = os.open(os.devnull, os.O_RDONLY)
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
held = []
try:
    while True:
        held.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    print(sys.exc_info()[1].errno == errno.EMFILE)
for free in 0, 1, 2:
    print("free: %d" % free)
    told("open", lambda: open(os.devnull))
    told("io.open", lambda: io.open(os.devnull, "rb"))
    told("io.FileIO", lambda: io.FileIO(os.devnull))
    told("os.open", lambda: os.close(os.open(os.devnull, os.O_RDONLY)) is None)
    told("os.pipe", lambda: [os.close(end) for end in os.pipe()])
    told("os.dup", lambda: os.close(os.dup(opened)) is None)
    told("os.dup2", lambda: os.dup2(opened, 200))
    told("os.openpty", lambda: [os.close(end) for end in os.openpty()])
    told("os.listdir", lambda: len(os.listdir("/")))
    told("socket", lambda: socket.socket())
    told("socketpair", lambda: socket.socketpair())
    told("fromfd", lambda: socket.fromfd(ours.fileno(), socket.AF_UNIX, socket.SOCK_STREAM))
    told("create_connection", lambda: socket.create_connection(listener.getsockname()))
    if free == 0:
        # 2.7 keeps a descriptor for it.
        told("os.urandom", lambda: len(os.urandom(4)))
        told("accept", lambda: listener.accept())
    told("makefile", lambda: ours.makefile())
    told("epoll", lambda: select.epoll())
    told("select", lambda: select.select([ours], [], [], 0))
    told("select, 1024", lambda: select.select([1024], [], [], 0))
    told("poll", lambda: select.poll().poll(0) == [])
    told("subprocess.call", lambda: subprocess.call(["true"]) == 0)
    told("subprocess.Popen", lambda: subprocess.Popen(["echo"], stdout=subprocess.PIPE).communicate())
    os.close(held.pop())
for descriptor in held:
    os.close(descriptor)
if os.getuid() == 0:
    # Root's processes are not counted.
    os.setgid(12345)
    os.setuid(12345)
resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
print("no child, no thread")
told("os.fork", os.fork)
told("os.forkpty", os.forkpty)
told("os.spawnlp", lambda: os.spawnlp(os.P_WAIT, "true", "true"))
told("subprocess.Popen", lambda: subprocess.Popen(["true"]))
told("Thread.start", lambda: threading.Thread(target=os.getpid).start())
print(len(threading.enumerate()))

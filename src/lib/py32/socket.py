"""Sockets of 3.2: a class derived from the built-in one, with makefile(), accept() and `with`."""

import _socket
from _socket import *
from _socketfile import SocketFile as _SocketFile
from errno import EBADF, EINTR, EAGAIN, EWOULDBLOCK


class socket(_socket.socket):
    """socket(family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None): an end of a connection."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        _socket.socket.__init__(self, family, type, proto, fileno)
        # Files over it, which keep it open after a close().
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        s = _socket.socket.__repr__(self)
        if s.startswith("<socket object"):
            s = "<%s.%s%s%s" % (self.__class__.__module__, self.__class__.__name__,
                                getattr(self, '_closed', False) and " [closed] " or "", s[7:])
        return s

    def dup(self):
        """Another socket object for a copy of the descriptor."""
        sock = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        sock.settimeout(self.gettimeout())
        return sock

    def accept(self):
        """Wait for a connection: (a socket for it, the address of the other end)."""
        fd, addr = self._accept()
        sock = socket(self.family, self.type, self.proto, fileno=fd)
        # A system may hand the listener's non-blocking mode on to the new descriptor.
        if getdefaulttimeout() is None and self.gettimeout():
            sock.setblocking(True)
        return sock, addr

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """A file over it; text unless the mode has a `b`, and then it cannot be unbuffered."""
        for c in mode:
            if c not in {"r", "w", "b"}:
                raise ValueError("invalid mode %r (only r, w, b allowed)")
        buffering = -1 if buffering is None else buffering
        if buffering == 0 and "b" not in mode:
            raise ValueError("unbuffered streams must be binary")
        self._io_refs += 1
        binary = SocketIO(self, mode, buffering)
        return binary if "b" in mode else _TextFile(binary, encoding or 'utf-8', errors or 'strict', newline)

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self, _ss=_socket.socket):
        _ss.close(self)

    def close(self):
        """Close it, as soon as no file over it is open any more."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give its descriptor away; the object is as good as closed, the descriptor is not."""
        self._closed = True
        return super().detach()


class SocketIO(_SocketFile):
    """A file of bytes over a socket, which it keeps open."""

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    def readable(self):
        return not self.closed and ("r" in self.mode or "w" not in self.mode)

    def writable(self):
        return not self.closed and "w" in self.mode

    def close(self):
        sock = self._sock
        super().close()
        if sock is not None:
            sock._decref_socketios()

    def write(self, data):
        super().write(data)
        return len(data)


class _TextFile(object):
    # Lines of text over a file of bytes. Unless a newline is given, \r\n is read as \n.

    def __init__(self, buffer, encoding, errors, newline):
        self._translate = newline is None
        self.buffer = buffer
        self.encoding = encoding
        self.errors = errors
        self.mode = buffer.mode

    def _decoded(self, data):
        text = data.decode(self.encoding, self.errors)
        return text.replace('\r\n', '\n') if self._translate else text

    def read(self, size=-1):
        return self._decoded(self.buffer.read(size))

    def readline(self, size=-1):
        return self._decoded(self.buffer.readline(size))

    def readlines(self, sizehint=0):
        return [self._decoded(line) for line in self.buffer.readlines(sizehint)]

    def write(self, text):
        self.buffer.write(text.encode(self.encoding, self.errors))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self.buffer, name)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        return self._decoded(next(self.buffer))


def fromfd(fd, family, type, proto=0):
    """A socket over a copy of a descriptor."""
    return socket(family, type, proto, dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected with one another."""
    if family is None:
        family = AF_UNIX
    a, b = _socket.socketpair(family, type, proto)
    return socket(family, type, proto, a.detach()), socket(family, type, proto, b.detach())


def getfqdn(name=''):
    """The full name of a host, of this one by default."""
    name = name.strip()
    if not name or name == '0.0.0.0':
        name = gethostname()
    try:
        hostname, aliases, ipaddrs = gethostbyaddr(name)
    except error:
        return name
    for candidate in [hostname] + aliases:
        if '.' in candidate:
            return candidate
    return hostname

_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None):
    """Connect to (host, port), trying each address of the host; `timeout` is set before."""
    host, port = address
    problem = error("getaddrinfo returns an empty list")
    for family, kind, proto, canonname, sa in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(sa)
            return sock
        except error as this:
            problem = this
            if sock is not None:
                sock.close()
    raise problem

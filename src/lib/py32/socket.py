"""Sockets of 3.2: a class derived from the built-in one, with makefile(), accept() and `with`."""

import _socket
import io
from _socket import *
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
        rawmode = "".join(c for c in "rw" if c in mode) or "r"
        raw = SocketIO(self, rawmode)
        self._io_refs += 1
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            return raw
        if rawmode == "rw":
            buffer = _Pair(raw, buffering)
        elif rawmode == "r":
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if "b" in mode:
            return buffer
        text = io.TextIOWrapper(buffer, encoding, errors, newline)
        text.mode = mode
        return text

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


class SocketIO(io.RawIOBase):
    """The bytes of a socket as an unbuffered file, which keeps the socket open.

    A call that a signal has interrupted is begun again after its handler; where it would block, the answer is None.
    """

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError("invalid mode: %r" % mode)
        io.RawIOBase.__init__(self)
        self._sock = sock
        self.mode = mode if "b" in mode else mode + "b"
        self._reading = "r" in mode
        self._writing = "w" in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Read into a buffer and give the number of bytes, 0 at the end."""
        self._check("r")
        # What has waited too long may have lost a part of the stream.
        if self._timeout_occurred:
            raise IOError("cannot read from timed out object")
        while True:
            try:
                return self._sock.recv_into(b)
            except timeout:
                self._timeout_occurred = True
                raise
            except error as e:
                if e.args[0] in (EAGAIN, EWOULDBLOCK):
                    return None
                if e.args[0] != EINTR:
                    raise

    def write(self, b):
        """Send bytes and give the number of those that were sent."""
        self._check("w")
        try:
            return self._sock.send(b)
        except error as e:
            if e.args[0] in (EAGAIN, EWOULDBLOCK):
                return None
            raise

    def _check(self, mode):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if mode not in self.mode:
            raise IOError("File not open for " + ("reading" if mode == "r" else "writing"))

    def readable(self):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._reading

    def writable(self):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._writing

    def seekable(self):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return super().seekable()

    def fileno(self):
        """The descriptor of the socket."""
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    def close(self):
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


class _Pair(io.BufferedIOBase):
    # One buffer a direction.

    def __init__(self, raw, size):
        self.raw = raw
        self._reader = io.BufferedReader(raw, size)
        self._writer = io.BufferedWriter(raw, size)
        for name in ("read", "read1", "readinto", "peek"):
            setattr(self, name, getattr(self._reader, name))
        for name in ("write", "flush"):
            setattr(self, name, getattr(self._writer, name))

    def readable(self):
        return True

    def writable(self):
        return True

    def fileno(self):
        return self.raw.fileno()

    def close(self):
        if not self.closed:
            try:
                self._writer.flush()
            finally:
                io.BufferedIOBase.close(self)
                self.raw.close()


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
    err = error("getaddrinfo returns an empty list")
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
            err = this
            if sock is not None:
                sock.close()
    raise err

"""Sockets of 2.7: an object around the built-in one, so that closing it can take the methods away.

The built-in socket is closed by its last reference: dup() and makefile() of an open one share it.
"""

import _socket
from _socket import *
from errno import EBADF, EINTR

_realsocket = _socket.socket

_socketmethods = ('bind', 'connect', 'connect_ex', 'fileno', 'listen', 'getpeername', 'getsockname', 'getsockopt',
                  'setsockopt', 'sendall', 'setblocking', 'settimeout', 'gettimeout', 'shutdown')

# Copied into each object: they are called so often that the way over `_sock` would be felt.
_delegate_methods = ("recv", "recvfrom", "recv_into", "recvfrom_into", "send", "sendto")


class _closedsocket(object):
    # What stands in the place of a socket that was closed.
    __slots__ = []

    def _dummy(*args):
        raise error(EBADF, 'Bad file descriptor')
    send = recv = recv_into = sendto = recvfrom = recvfrom_into = _dummy
    __getattr__ = _dummy


class _socketobject(object):
    """socket([family[, type[, proto]]]): an end of a connection."""

    __slots__ = ["_sock", "__weakref__"] + list(_delegate_methods)

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, _sock=None):
        if _sock is None:
            _sock = _realsocket(family, type, proto)
        self._sock = _sock
        self._bind_to(_sock)

    def _bind_to(self, target):
        for method in _delegate_methods:
            if hasattr(_realsocket, method):
                setattr(self, method, getattr(target, method))

    def close(self):
        """Close it, for this object; it is gone when no other object uses it."""
        self._sock = _closedsocket()
        self._bind_to(self._sock)

    def accept(self):
        """Wait for a connection: (a socket for it, the address of the other end)."""
        sock, addr = self._sock.accept()
        return _socketobject(_sock=sock), addr

    def dup(self):
        """Another object for the same socket."""
        return _socketobject(_sock=self._sock)

    def makefile(self, mode='r', bufsize=-1):
        """A file over it, which keeps it open."""
        return _fileobject(self._sock, mode, bufsize)

    family = property(lambda self: self._sock.family, doc="the socket family")
    type = property(lambda self: self._sock.type, doc="the socket type")
    proto = property(lambda self: self._sock.proto, doc="the socket protocol")


def _delegated(name):
    def meth(self, *args):
        return getattr(self._sock,name)(*args)
    meth.__doc__ = getattr(_realsocket, name).__doc__
    return meth

for _m in _socketmethods:
    if hasattr(_realsocket, _m):
        setattr(_socketobject, _m, _delegated(_m))

socket = SocketType = _socketobject


class _fileobject(object):
    """A file over a stream socket: what makefile() gives.

    Reads are buffered in one string; a read that a signal has interrupted is begun again, after the handler has run (one that
    raises ends it). Writes are collected until the buffer is full, the line ends (bufsize 1), or at once (bufsize 0).
    """

    default_bufsize = 8192
    name = "<socket>"

    def __init__(self, sock, mode='rb', bufsize=-1, close=False):
        self._sock = sock
        self.mode = mode
        self.bufsize = self.default_bufsize if bufsize < 0 else bufsize
        # Unbuffered, byte by byte: what follows a line is somebody else's.
        self._rbufsize = max(self.bufsize, 1) if self.bufsize != 1 else self.default_bufsize
        self.softspace = False
        self._rbuf = ''
        self._wbuf = []
        self._wbuf_len = 0
        self._close = close

    closed = property(lambda self: self._sock is None, doc="True if the file is closed")

    def close(self):
        """Write what is left. The socket itself stays open, unless the file was made to close it."""
        sock = self._sock
        try:
            if sock:
                self.flush()
        finally:
            self._sock = None
            if sock and self._close:
                sock.close()

    def __del__(self):
        try:
            self.close()
        except:
            pass

    def fileno(self):
        """The descriptor of the socket."""
        return self._sock.fileno()

    def flush(self):
        """Send what was written."""
        if self._wbuf:
            data = ''.join(self._wbuf)
            self._wbuf = []
            self._wbuf_len = 0
            self._sock.sendall(data)

    def write(self, data):
        """Write a string."""
        data = str(data)
        if not data:
            return
        self._wbuf.append(data)
        self._wbuf_len += len(data)
        if self.bufsize <= 1 and (self.bufsize == 0 or '\n' in data) or self._wbuf_len >= self.bufsize > 1:
            self.flush()

    def writelines(self, list):
        """Write several."""
        for data in list:
            self.write(data)

    def _take(self, size):
        data = self._rbuf[:size]
        self._rbuf = self._rbuf[size:]
        return data

    def read(self, size=-1):
        """At most size bytes, less only at the end; all up to the end without a size."""
        rbufsize = max(self._rbufsize, self.default_bufsize)
        while size < 0 or len(self._rbuf) < size:
            left = size - len(self._rbuf)
            try:
                if size < 0:
                    data = self._sock.recv(rbufsize)
                else:
                    data = self._sock.recv(left)
            except error, e:
                if e.args[0] == EINTR:
                    continue
                raise
            if not data:
                break
            self._rbuf += data
        return self._take(len(self._rbuf) if size < 0 else size)

    def readline(self, size=-1):
        """The next line with its newline; '' at the end."""
        while True:
            end = self._rbuf.find('\n') + 1
            if end and (size < 0 or end <= size):
                return self._take(end)
            if 0 <= size <= len(self._rbuf):
                return self._take(size)
            try:
                data = self._sock.recv(self._rbufsize)
            except error, e:
                if e.args[0] == EINTR:
                    continue
                raise
            if not data:
                return self._take(len(self._rbuf))
            self._rbuf += data

    def readlines(self, sizehint=0):
        """The lines up to the end, or until they have sizehint bytes."""
        lines = []
        total = 0
        for line in self:
            lines.append(line)
            total += len(line)
            if sizehint and total >= sizehint:
                break
        return lines

    def __iter__(self):
        return self

    def next(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


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
        except error as err:
            if sock is not None:
                sock.close()
    raise err

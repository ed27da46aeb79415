"""Sockets of 2.7: an object around the built-in one, so that closing it can take the methods away.

The built-in socket is closed by its last reference: dup() and makefile() of an open one share it.
"""

import _socket
from _socket import *
from _socketfile import SocketFile as _fileobject
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


def socketpair(*args):
    """Two sockets that are connected with one another."""
    return tuple(_socketobject(_sock=sock) for sock in _socket.socketpair(*args))


def fromfd(*args):
    """A socket over a copy of a descriptor."""
    return _socketobject(_sock=_socket.fromfd(*args))


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
        except error as problem:
            if sock is not None:
                sock.close()
    raise problem

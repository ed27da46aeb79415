"""A file over a stream socket: what makefile() gives, in both versions.

Reads are buffered in one bytes object; a read that a signal has interrupted is begun again, after the handler has run
(one that raises ends it). Writes are collected until the buffer is full, the line ends (bufsize 1), or at once (bufsize 0).
"""

from errno import EINTR as _EINTR
from _socket import error as _error

default_bufsize = 8192


class SocketFile(object):

    name = "<socket>"

    def __init__(self, sock, mode='rb', bufsize=-1, close=False):
        self._sock = sock
        self.mode = mode
        self.bufsize = default_bufsize if bufsize < 0 else bufsize
        self.softspace = False
        self._rbuf = b''
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

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def fileno(self):
        """The descriptor of the socket."""
        return self._sock.fileno()

    def flush(self):
        """Send what was written."""
        if self._wbuf:
            data = b''.join(self._wbuf)
            self._wbuf = []
            self._wbuf_len = 0
            self._sock.sendall(data)

    def write(self, data):
        """Write bytes."""
        if not data:
            return
        self._wbuf.append(data)
        self._wbuf_len += len(data)
        if self.bufsize <= 1 and (self.bufsize == 0 or b'\n' in data) or self._wbuf_len >= self.bufsize > 1:
            self.flush()

    def writelines(self, list):
        """Write several."""
        for data in list:
            self.write(data)

    def _receive(self, size):
        while True:
            try:
                return self._sock.recv(size)
            except _error as problem:
                if problem.args[0] != _EINTR:
                    raise

    def _take(self, size):
        data = self._rbuf[:size]
        self._rbuf = self._rbuf[size:]
        return data

    def read(self, size=-1):
        """At most size bytes, less only at the end; all up to the end without a size."""
        while size < 0 or len(self._rbuf) < size:
            data = self._receive(max(self.bufsize, default_bufsize) if size < 0 else size - len(self._rbuf))
            if not data:
                break
            self._rbuf += data
        return self._take(len(self._rbuf) if size < 0 else size)

    def readline(self, size=-1):
        """The next line with its newline; '' at the end."""
        while True:
            end = self._rbuf.find(b'\n') + 1
            if end and (size < 0 or end <= size):
                return self._take(end)
            if 0 <= size <= len(self._rbuf):
                return self._take(size)
            # Unbuffered, byte by byte: what follows the line is somebody else's.
            data = self._receive(max(self.bufsize, 1))
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

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

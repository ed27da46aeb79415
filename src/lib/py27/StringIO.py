"""Files in memory (2.7)."""

__all__ = ["StringIO"]


class StringIO:
    """A file whose contents are a string, that of the argument to begin with; getvalue() gives it.

    str and unicode may both be written, as long as the str is ASCII where they meet.
    """

    def __init__(self, buf=''):
        self.buf = buf if isinstance(buf, basestring) else str(buf)
        self.pos = 0
        self.closed = False
        self.softspace = 0

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def __iter__(self):
        return self

    def next(self):
        self._check()
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        """Free the contents; no other operation is possible then."""
        if not self.closed:
            self.closed = True
            del self.buf, self.pos

    def isatty(self):
        self._check()
        return False

    def seek(self, pos, mode=0):
        """Go to a place: from the start, from here (1) or from the end (2)."""
        self._check()
        if mode == 1:
            pos += self.pos
        elif mode == 2:
            pos += len(self.buf)
        self.pos = max(0, pos)

    def tell(self):
        """The place."""
        self._check()
        return self.pos

    def _take(self, end):
        data = self.buf[self.pos:end]
        self.pos += len(data)
        return data

    def read(self, n=-1):
        """At most n characters, or all that are left."""
        self._check()
        return self._take(len(self.buf) if n is None or n < 0 else self.pos + n)

    def readline(self, length=None):
        """The next line with its newline, at most `length` characters of it."""
        self._check()
        end = self.buf.find('\n', self.pos) + 1 or len(self.buf)
        if length is not None and length >= 0:
            end = min(end, self.pos + length)
        return self._take(end)

    def readlines(self, sizehint=0):
        """The lines that are left, or until they have sizehint characters."""
        lines = []
        total = 0
        for line in iter(self.readline, ''):
            lines.append(line)
            total += len(line)
            if 0 < sizehint <= total:
                break
        return lines

    def truncate(self, size=None):
        """Cut the contents off, here or at a place."""
        self._check()
        if size is None:
            size = self.pos
        elif size < 0:
            raise IOError(22, "Negative size not allowed")
        elif size < self.pos:
            self.pos = size
        self.buf = self.buf[:size]

    def write(self, s):
        """Write a string here, over what there is; a gap before it is filled with zero bytes."""
        self._check()
        if not s:
            return
        if not isinstance(s, basestring):
            s = str(s)
        if self.pos > len(self.buf):
            self.buf += '\0' * (self.pos - len(self.buf))
        end = self.pos + len(s)
        self.buf = self.buf[:self.pos] + s + self.buf[end:]
        self.pos = end

    def writelines(self, iterable):
        """Write several."""
        for line in iterable:
            self.write(line)

    def flush(self):
        self._check()

    def getvalue(self):
        """The contents."""
        self._check()
        return self.buf

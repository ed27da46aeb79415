"""Codecs: looking them up by name, and files that encode and decode.

The codecs themselves are built in; `_codecs.lookup` knows them by name, or asks the functions given to register().
"""

from _codecs import *
from _codecs import lookup as _lookup
import _codecs

__all__ = ["register", "lookup", "open", "BOM", "BOM_BE", "BOM_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE",
           "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec", "IncrementalEncoder",
           "IncrementalDecoder", "StreamReader", "StreamWriter", "StreamReaderWriter", "getencoder", "getdecoder",
           "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "iterencode", "iterdecode",
           "strict_errors", "ignore_errors", "replace_errors", "xmlcharrefreplace_errors", "backslashreplace_errors",
           "register_error", "lookup_error"]

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_LE = BOM_UTF16_LE = b'\xff\xfe'
BOM_BE = BOM_UTF16_BE = b'\xfe\xff'
BOM_UTF32_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = b'\x00\x00\xfe\xff'
# The machines that this runs on are little-endian.
BOM = BOM_UTF16 = BOM_UTF16_LE
BOM_UTF32 = BOM_UTF32_LE


class CodecInfo(tuple):
    """What lookup() gives: (encode, decode, streamreader, streamwriter), and more as attributes."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamreader = streamreader
        self.streamwriter = streamwriter
        return self

    def __repr__(self):
        return "<%s.%s object for encoding %s at 0x%x>" % (self.__class__.__module__, self.__class__.__name__,
                                                           self.name, id(self))


class Codec:
    """The interface of stateless codecs: both methods give (result, length of the input)."""

    def encode(self, input, errors='strict'):
        raise NotImplementedError

    def decode(self, input, errors='strict'):
        raise NotImplementedError


class IncrementalEncoder(object):
    """Encodes text piece by piece."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass


class IncrementalDecoder(object):
    """Decodes bytes piece by piece; what is left of an unfinished character waits in `buffer`."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = b""

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        self.buffer = b""


class StreamWriter(Codec):
    """Writes text to a file of bytes."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        for line in list:
            self.write(line)

    def reset(self):
        pass

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReader(Codec):
    """Reads text from a file of bytes."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors

    def read(self, size=-1):
        data = self.stream.read() if size is None or size < 0 else self.stream.read(size)
        return self.decode(data, self.errors)[0]

    def readline(self, size=None, keepends=True):
        line = self.decode(self.stream.readline(), self.errors)[0]
        return line if keepends else line.rstrip('\r\n')

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def reset(self):
        pass

    def __iter__(self):
        return self

    def next(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    __next__ = next

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReaderWriter(object):
    """A file that decodes what is read and encodes what is written."""

    encoding = 'unknown'

    def __init__(self, stream, Reader, Writer, errors='strict'):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def __iter__(self):
        return self

    def next(self):
        return next(self.reader)

    __next__ = next

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


def _builtin(codec):
    """The CodecInfo of a codec that is built in."""
    def encode(input, errors='strict'):
        return _codecs.encode(input, codec, errors), len(input)

    def decode(input, errors='strict'):
        return _codecs.decode(input, codec, errors), len(input)

    class Encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return _codecs.encode(input, codec, self.errors)

    class Decoder(IncrementalDecoder):
        def decode(self, input, final=False):
            data = self.buffer + input
            self.buffer = b""
            if final:
                return _codecs.decode(data, codec, self.errors)
            # An error within the last bytes may only mean that more of them are to come.
            for kept in range(4):
                try:
                    text = _codecs.decode(data[:len(data) - kept], codec, 'strict')
                except UnicodeDecodeError:
                    continue
                self.buffer = data[len(data) - kept:]
                return text
            return _codecs.decode(data, codec, self.errors)

    class Writer(StreamWriter):
        pass

    class Reader(StreamReader):
        pass

    Writer.encode = Reader.encode = staticmethod(encode)
    Writer.decode = Reader.decode = staticmethod(decode)
    return CodecInfo(encode, decode, Reader, Writer, Encoder, Decoder, codec)


_infos = {}


def lookup(encoding):
    """The CodecInfo of an encoding."""
    found = _lookup(encoding)
    if isinstance(found, tuple):
        return found
    if found not in _infos:
        _infos[found] = _builtin(found)
    return _infos[found]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors='strict', **kwargs):
    """The encoded form of each string."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for input in iterator:
        output = encoder.encode(input)
        if output:
            yield output
    output = encoder.encode("", True)
    if output:
        yield output


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    """The decoded form of each piece."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for input in iterator:
        output = decoder.decode(input)
        if output:
            yield output
    output = decoder.decode(b"", True)
    if output:
        yield output


_open = open


def open(filename, mode='rb', encoding=None, errors='strict', buffering=1):
    """Open a file that encodes and decodes; without an encoding, a plain one."""
    if encoding is None:
        return _open(filename, mode)
    mode = mode.replace('U', '')
    if 'b' not in mode:
        mode += 'b'
    info = lookup(encoding)
    file = StreamReaderWriter(_open(filename, mode), info.streamreader, info.streamwriter, errors)
    file.encoding = encoding
    return file

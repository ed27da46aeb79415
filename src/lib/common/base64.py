"""Bytes as text of letters: base 64, 32 and 16."""

import binascii
import struct

__all__ = ['encode', 'decode', 'encodestring', 'decodestring', 'b64encode', 'b64decode', 'b32encode', 'b32decode',
           'b16encode', 'b16decode', 'standard_b64encode', 'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode']

_PY2 = str is bytes
MAXLINESIZE = 76
MAXBINSIZE = (MAXLINESIZE // 4) * 3
_padding_error = TypeError if _PY2 else binascii.Error
_LETTERS32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


def _bytes(s, what='bytes'):
    if not _PY2 and not isinstance(s, (bytes, bytearray)):
        raise TypeError("expected bytes, not %s" % s.__class__.__name__)
    return s


def _exchange(s, old, new):
    table = bytearray(range(256))
    for a, b in zip(bytearray(old), bytearray(new)):
        table[a] = b
    return s.translate(bytes(table))


def b64encode(s, altchars=None):
    """Bytes in base 64; altchars are two letters in place of + and /."""
    encoded = binascii.b2a_base64(_bytes(s))[:-1]
    if altchars is not None:
        _bytes(altchars)
        assert _PY2 or len(altchars) == 2, repr(altchars)
        return _exchange(encoded, b'+/', altchars[:2])
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of text in base 64."""
    _bytes(s)
    if altchars is not None:
        s = _exchange(s, _bytes(altchars), b'+/')
    if validate and s.translate(None, b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n'):
        raise binascii.Error('Non-base64 digit found')
    try:
        return binascii.a2b_base64(s)
    except binascii.Error as msg:
        if _PY2:
            # 2.7 has one kind of error for all of this module.
            raise TypeError(msg)
        raise


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    """With - and _ in place of + and /."""
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    return b64decode(s, b'-_')


def b32encode(s):
    """Bytes in base 32."""
    s = _bytes(s)
    letters = bytearray(_LETTERS32)
    out = bytearray()
    for at in range(0, len(s), 5):
        group = bytearray(s[at:at + 5])
        used = (len(group) * 8 + 4) // 5
        number = 0
        for byte in group + bytearray(5 - len(group)):
            number = number << 8 | byte
        coded = bytearray([letters[number >> shift & 31] for shift in range(35, -1, -5)])
        out += coded[:used] + b'=' * (8 - used)
    return bytes(out)


def b32decode(s, casefold=False, map01=None):
    """The bytes of text in base 32; map01 is what the digit 1 stands for, if 0 and 1 may be there for O and I or L."""
    s = _bytes(s)
    if len(s) % 8:
        raise _padding_error('Incorrect padding')
    if map01:
        s = _exchange(s, b'01', b'O' + _bytes(map01))
    if casefold:
        s = s.upper()
    body = s.rstrip(b'=')
    missing = len(s) - len(body)
    values = dict((letter, value) for value, letter in enumerate(bytearray(_LETTERS32)))
    out = bytearray()
    padded = bytearray(body) + b'A' * missing
    for at in range(0, len(padded), 8):
        number = 0
        for letter in padded[at:at + 8]:
            if letter not in values:
                raise TypeError('Non-base32 digit found')
            number = number << 5 | values[letter]
        out += struct.pack('>Q', number)[3:]
    if missing not in (0, 1, 3, 4, 6):
        raise _padding_error('Incorrect padding')
    return bytes(out[:len(out) - {0: 0, 1: 1, 3: 2, 4: 3, 6: 4}[missing]])


def b16encode(s):
    """Bytes as hexadecimal digits, in capitals."""
    return binascii.hexlify(_bytes(s)).upper()


def b16decode(s, casefold=False):
    """The bytes of hexadecimal digits, which must be capitals unless `casefold`."""
    s = _bytes(s)
    s = s.upper() if casefold else s
    if s.translate(None, b'0123456789ABCDEF'):
        raise (TypeError if _PY2 else binascii.Error)('Non-base16 digit found')
    return binascii.unhexlify(s)


def encodestring(s):
    """Bytes in base 64, in lines of up to 76 letters."""
    s = _bytes(s)
    return b''.join([binascii.b2a_base64(s[at:at + MAXBINSIZE]) for at in range(0, len(s), MAXBINSIZE)])


def decodestring(s):
    return binascii.a2b_base64(_bytes(s))

if not _PY2:
    encodebytes, decodebytes = encodestring, decodestring
    __all__ += ['encodebytes', 'decodebytes']


def encode(input, output):
    """A file in base 64, into another."""
    output.write(encodestring(input.read()))


def decode(input, output):
    """A file out of base 64, into another."""
    for line in iter(input.readline, b''):
        output.write(binascii.a2b_base64(line))

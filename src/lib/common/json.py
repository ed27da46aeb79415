"""JSON: values as text that JavaScript reads.

    json.dumps({"a": [1, 2.5, None]})
    json.loads('{"a": [1, 2.5, null]}')
"""

import re

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONEncoder']
__version__ = '2.0.9'

_PY2 = str is bytes
if _PY2:
    _TEXT, _INTS, _chr = basestring, (int, long), unichr
else:
    _TEXT, _INTS, _chr = str, int, chr

_FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL
_SPACE = re.compile(r'[ \t\n\r]*', _FLAGS)
_NUMBER = re.compile(r'(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?', _FLAGS)
_CHUNK = re.compile(r'(.*?)(["\\\x00-\x1f])', _FLAGS)
_SPECIAL = re.compile(r'([\\"]|[^\ -~])')
_PLAIN_SPECIAL = re.compile(r'[\x00-\x1f\\"\b\f\n\r\t]')
_BEHIND_BACKSLASH = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_ESCAPES = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}
_CONSTANTS = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}


def _position(doc, at):
    line = doc.count('\n', 0, at) + 1
    column = at + 1 if line == 1 else at - doc.rindex('\n', 0, at)
    return line, column


def _error(msg, doc, at, end=None):
    line, column = _position(doc, at)
    if end is None:
        return ValueError('%s: line %d column %d (char %d)' % (msg, line, column, at))
    end_line, end_column = _position(doc, end)
    return ValueError('%s: line %d column %d - line %d column %d (char %d - %d)'
                      % (msg, line, column, end_line, end_column, at, end))


# ---- reading -----------------------------------------------------------------------------------------------------------

class JSONDecoder(object):
    """Reads JSON. The functions say what becomes of objects, numbers and constants that JSON does not have."""

    def __init__(self, encoding=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.encoding = encoding
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict

    def decode(self, s, _w=None):
        """The value of a text."""
        value, end = self.raw_decode(s, _SPACE.match(s, 0).end())
        end = _SPACE.match(s, end).end()
        if end != len(s):
            raise _error("Extra data", s, end, len(s))
        return value

    def raw_decode(self, s, idx=0):
        """(the value that begins there, where it ends)."""
        try:
            return self._value(s, idx)
        except StopIteration:
            raise ValueError("No JSON object could be decoded")

    def _value(self, s, at):
        first = s[at:at + 1]
        if first == '"':
            return self._string(s, at + 1)
        if first == '{':
            return self._object(s, at + 1)
        if first == '[':
            return self._array(s, at + 1)
        for word, value in (('null', None), ('true', True), ('false', False)):
            if s.startswith(word, at):
                return value, at + len(word)
        number = _NUMBER.match(s, at)
        if number is not None:
            whole, fraction, exponent = number.groups()
            if fraction or exponent:
                return self.parse_float(whole + (fraction or '') + (exponent or '')), number.end()
            return self.parse_int(whole), number.end()
        for word in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(word, at):
                return self.parse_constant(word), at + len(word)
        raise StopIteration

    def _object(self, s, at):
        name = "property name" if _PY2 else "property name enclosed in double quotes"
        pairs = []
        at = _SPACE.match(s, at).end()
        if s[at:at + 1] == '}':
            return self._made(pairs), at + 1
        while True:
            if s[at:at + 1] != '"':
                if at >= len(s):
                    raise _error("Expecting object", s, at - 1)
                raise _error("Expecting " + name, s, at)
            key, at = self._string(s, at + 1)
            at = _SPACE.match(s, at).end()
            if s[at:at + 1] != ':':
                raise _error("Expecting : delimiter" if _PY2 else "Expecting ':' delimiter", s, at)
            value, at = self._value(s, _SPACE.match(s, at + 1).end())
            pairs.append((key, value))
            at = _SPACE.match(s, at).end()
            if s[at:at + 1] == '}':
                return self._made(pairs), at + 1
            if s[at:at + 1] != ',':
                self._no_comma(s, at)
            at = _SPACE.match(s, at + 1).end()

    def _made(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        made = dict(pairs)
        return made if self.object_hook is None else self.object_hook(made)

    def _no_comma(self, s, at):
        if at >= len(s):
            raise _error("Expecting object", s, len(s) - 1)
        raise _error("Expecting , delimiter" if _PY2 else "Expecting ',' delimiter", s, at)

    def _array(self, s, at):
        values = []
        at = _SPACE.match(s, at).end()
        if s[at:at + 1] == ']':
            return values, at + 1
        if at >= len(s):
            raise _error("Expecting object", s, len(s) - 1)
        while True:
            value, at = self._value(s, at)
            values.append(value)
            at = _SPACE.match(s, at).end()
            if s[at:at + 1] == ']':
                return values, at + 1
            if s[at:at + 1] != ',':
                self._no_comma(s, at)
            at = _SPACE.match(s, at + 1).end()

    def _string(self, s, at):
        begin = at - 1
        chunks = []
        while True:
            chunk = _CHUNK.match(s, at)
            if chunk is None:
                raise _error("Unterminated string starting at", s, begin)
            at = chunk.end()
            text, end = chunk.groups()
            if text:
                if _PY2 and not isinstance(text, unicode):
                    text = unicode(text, self.encoding or 'utf-8')
                chunks.append(text)
            if end == '"':
                return (unicode if _PY2 else str)().join(chunks), at
            if end != '\\':
                if self.strict:
                    raise _error("Invalid control character at", s, at - 1)
                chunks.append(end)
                continue
            letter = s[at:at + 1]
            if letter == '':
                raise _error("Unterminated string starting at", s, begin)
            if letter == 'u':
                point, at = self._escaped_point(s, at)
                chunks.append(_chr(point))
                continue
            if letter not in _BEHIND_BACKSLASH:
                raise _error("Invalid \\escape", s, at - 1)
            chunks.append(_BEHIND_BACKSLASH[letter])
            at += 1

    def _escaped_point(self, s, at):
        # `at` is the place of the u. Two halves of a pair are one character.
        def hexadecimal(at):
            digits = s[at + 1:at + 5]
            if len(digits) != 4 or not re.match('[0-9a-fA-F]{4}$', digits):
                raise _error("Invalid \\uXXXX escape", s, at)
            return int(digits, 16)
        point = hexadecimal(at)
        at += 5
        if 0xd800 <= point <= 0xdbff and s[at:at + 2] == '\\u':
            low = hexadecimal(at + 1)
            if 0xdc00 <= low <= 0xdfff:
                return 0x10000 + (point - 0xd800 << 10 | low - 0xdc00), at + 6
        return point, at


def loads(s, encoding=None, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    """The value of a text."""
    given = {'object_hook': object_hook, 'parse_float': parse_float, 'parse_int': parse_int,
             'parse_constant': parse_constant, 'object_pairs_hook': object_pairs_hook}
    kw.update((name, value) for name, value in given.items() if value is not None)
    if _PY2 and encoding is not None:
        kw['encoding'] = encoding
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, *args, **kw):
    """The value of what is in a file."""
    return loads(fp.read(), *args, **kw)


# ---- writing -----------------------------------------------------------------------------------------------------------

def _text(s, encoding):
    if _PY2 and isinstance(s, str) and s.translate(None, ''.join(map(chr, range(128)))):
        return s.decode(encoding)
    return s


def _ascii_escape(found):
    c = found.group(0)
    if c in _ESCAPES:
        return _ESCAPES[c]
    point = ord(c)
    if point < 0x10000:
        return '\\u%04x' % point
    point -= 0x10000
    return '\\u%04x\\u%04x' % (0xd800 | point >> 10 & 0x3ff, 0xdc00 | point & 0x3ff)


def encode_basestring_ascii(s, encoding='utf-8'):
    """A string in quotes, of ASCII alone."""
    quoted = '"' + _SPECIAL.sub(_ascii_escape, _text(s, encoding)) + '"'
    return str(quoted)


def encode_basestring(s):
    """A string in quotes."""
    return '"' + _PLAIN_SPECIAL.sub(lambda found: _ESCAPES.get(found.group(0)) or '\\u%04x' % ord(found.group(0)), s) + '"'


class JSONEncoder(object):
    """Writes JSON. default() says what becomes of other objects."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, encoding='utf-8', default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent = allow_nan, sort_keys, indent
        self.encoding = encoding
        if separators is not None:
            self.item_separator, self.key_separator = separators
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(repr(o) + " is not JSON serializable")

    def encode(self, o):
        """The text of a value."""
        return ''.join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        """The text in pieces."""
        return self._pieces(o, 0, {} if self.check_circular else None)

    def _quoted(self, s):
        return encode_basestring_ascii(s, self.encoding) if self.ensure_ascii else encode_basestring(_text(s, self.encoding))

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o in (float('inf'), float('-inf')):
            text = 'Infinity' if o > 0 else '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return text

    def _simple(self, o):
        # The text of what is no container; None for the rest.
        if isinstance(o, _TEXT):
            return self._quoted(o)
        if o is None:
            return 'null'
        if o is True or o is False:
            return 'true' if o else 'false'
        if isinstance(o, _INTS):
            return str(o)
        if isinstance(o, float):
            return self._float(o)
        return None

    def _pieces(self, o, level, marks):
        text = self._simple(o)
        if text is not None:
            yield text
            return
        if marks is not None:
            if id(o) in marks:
                raise ValueError("Circular reference detected")
            marks[id(o)] = o
        if isinstance(o, (list, tuple)):
            items, brackets = [(None, item) for item in o], '[]'
        elif isinstance(o, dict):
            items, brackets = self._items(o), '{}'
        else:
            for piece in self._pieces(self.default(o), level, marks):
                yield piece
            items = None
        if items is not None:
            newline = separator = ''
            if self.indent is not None and items:
                step = self.indent if isinstance(self.indent, _TEXT) else ' ' * self.indent
                newline = '\n' + step * (level + 1)
            yield brackets[0]
            for key, value in items:
                yield separator + newline
                separator = self.item_separator
                if key is not None:
                    yield self._quoted(key)
                    yield self.key_separator
                for piece in self._pieces(value, level + 1, marks):
                    yield piece
            if newline:
                yield '\n' + step * level
            yield brackets[1]
        if marks is not None:
            del marks[id(o)]

    def _items(self, o):
        items = sorted(o.items(), key=lambda item: item[0]) if self.sort_keys else o.items()
        made = []
        for key, value in items:
            if not isinstance(key, _TEXT):
                text = self._simple(key)
                if text is None:
                    if self.skipkeys:
                        continue
                    raise TypeError("keys must be a string")
                key = text
            made.append((key, value))
        return made


def dumps(obj, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, encoding='utf-8', default=None, sort_keys=False, **kw):
    """The text of a value."""
    if _PY2:
        kw['encoding'] = encoding
    return (cls or JSONEncoder)(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular,
                                allow_nan=allow_nan, indent=indent, separators=separators, default=default,
                                sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    """Write the text of a value to a file."""
    fp.write(dumps(obj, **kw))

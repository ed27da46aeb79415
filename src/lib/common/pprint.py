"""Objects printed so that one can read them: containers that do not fit on a line get one line for each item."""

import sys

if str is bytes:
    from cStringIO import StringIO as _StringIO
else:
    from collections import OrderedDict as _OrderedDict
    from io import StringIO as _StringIO

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter"]

_PY2 = str is bytes


def pprint(object, stream=None, indent=1, width=80, depth=None):
    """Print an object on a stream (sys.stdout)."""
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth).pprint(object)


def pformat(object, indent=1, width=80, depth=None):
    """The text that pprint() prints, without the newline at its end."""
    return PrettyPrinter(indent=indent, width=width, depth=depth).pformat(object)


def saferepr(object):
    """The repr() of an object, with a remark for containers that are in themselves."""
    return _safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() can make the object of its repr()."""
    return _safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Whether a container is in itself."""
    return _safe_repr(object, {}, None, 0)[2]


class _Key(object):
    """Sorts objects that cannot be compared by their types."""

    __slots__ = ['obj']

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            less = self.obj.__lt__(other.obj)
        except TypeError:
            less = NotImplemented
        if less is NotImplemented:
            less = (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))
        return less


def _sorted(items):
    return sorted(items) if _PY2 else sorted(items, key=_Key)


def _sorted_items(mapping):
    if _PY2:
        return sorted(mapping.items())
    return sorted(mapping.items(), key=lambda item: (_Key(item[0]), _Key(item[1])))


def _is_plain(kind, *containers):
    # One of these, with its own repr().
    return any([issubclass(kind, container) and getattr(kind, "__repr__", None) is container.__repr__
                for container in containers])


class PrettyPrinter:
    """Prints with `indent` blanks a level, in lines of `width`, `depth` levels deep."""

    def __init__(self, indent=1, width=80, depth=None, stream=None):
        indent, width = int(indent), int(width)
        assert indent >= 0, "indent must be >= 0"
        assert depth is None or depth > 0, "depth must be > 0"
        assert width, "width must be != 0"
        self._depth, self._indent_per_level, self._width = depth, indent, width
        self._stream = sys.stdout if stream is None else stream

    def pprint(self, object):
        self._format(object, self._stream, 0, 0, {}, 0)
        self._stream.write("\n")

    def pformat(self, object):
        out = _StringIO()
        self._format(object, out, 0, 0, {}, 0)
        return out.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def _format(self, object, stream, indent, allowance, context, level):
        level += 1
        if id(object) in context:
            stream.write(_recursion(object))
            self._recursive, self._readable = True, False
            return
        text = self._repr(object, context, level - 1)
        lines = len(text) > self._width - 1 - indent - allowance
        if (self._depth and level > self._depth) or not (lines or _PY2):
            stream.write(text)
            return
        kind = type(object)
        if issubclass(kind, dict) and (not _PY2 or kind.__repr__ is dict.__repr__):
            self._format_dict(object, stream, indent, allowance, context, level, lines)
        elif _is_plain(kind, list, tuple, set, frozenset):
            self._format_items(object, stream, indent, allowance, context, level, lines, text)
        else:
            stream.write(text)

    def _format_dict(self, object, stream, indent, allowance, context, level, lines):
        stream.write('{' + (self._indent_per_level - 1) * ' ')
        if len(object):
            context[id(object)] = 1
            indent += self._indent_per_level
            ordered = not _PY2 and isinstance(object, _OrderedDict)
            for at, (key, value) in enumerate(list(object.items()) if ordered else _sorted_items(object)):
                if at:
                    stream.write(',\n' + ' ' * indent if lines else ', ')
                text = self._repr(key, context, level)
                stream.write(text + ': ')
                self._format(value, stream, indent + len(text) + 2, allowance + 1, context, level)
            del context[id(object)]
        stream.write('}')

    def _format_items(self, object, stream, indent, allowance, context, level, lines, text):
        kind = type(object)
        identity, length = id(object), len(object)
        if issubclass(kind, list):
            begin, end = '[', ']'
        elif issubclass(kind, tuple):
            begin, end = '(', ',)' if length == 1 else ')'
        elif not length:
            stream.write(text)
            return
        else:
            if _PY2:
                begin, end = kind.__name__ + '([', '])'
                indent += len(kind.__name__) + 1
            elif issubclass(kind, set):
                begin, end = '{', '}'
            else:
                begin, end = 'frozenset({', '})'
                indent += 10
            object = _sorted(object)
        stream.write(begin)
        if lines:
            stream.write((self._indent_per_level - 1) * ' ')
        if length:
            context[identity] = 1
            indent += self._indent_per_level
            for at, item in enumerate(object):
                if at:
                    stream.write(',\n' + ' ' * indent if lines else ', ')
                self._format(item, stream, indent, allowance + 1, context, level)
            del context[identity]
        stream.write(end)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return text

    def format(self, object, context, maxlevels, level):
        """(text, whether it is readable, whether it is recursive); for subclasses."""
        return _safe_repr(object, context, maxlevels, level)


def _safe_repr(object, context, maxlevels, level):
    kind = type(object)
    if _is_plain(kind, dict):
        form = "{%s}"
    elif _is_plain(kind, list):
        form = "[%s]"
    elif _is_plain(kind, tuple):
        form = "(%s,)" if len(object) == 1 else "(%s)"
    else:
        text = repr(object)
        return text, bool(text) and not text.startswith('<'), False
    if not object:
        return form % "", True, False
    identity = id(object)
    if maxlevels and level >= maxlevels:
        return form % "...", False, identity in context
    if identity in context:
        return _recursion(object), False, True
    context[identity] = 1
    readable, recursive = True, False
    parts = []
    for item in _sorted_items(object) if isinstance(object, dict) else [(item,) for item in object]:
        shown = [_safe_repr(part, context, maxlevels, level + 1) for part in item]
        parts.append(': '.join([text for text, _, _ in shown]))
        readable = readable and all([one for _, one, _ in shown])
        recursive = recursive or any([one for _, _, one in shown])
    del context[identity]
    return form % ', '.join(parts), readable, recursive


def _recursion(object):
    return "<Recursion on %s with id=%s>" % (type(object).__name__, id(object))

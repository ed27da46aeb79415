"""Regular expressions.

Patterns are kept, so that the functions with a pattern as their first argument need not read it each time.
"""

import _sre
from sre_constants import error
from _rescanner import Scanner

__all__ = ["match", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "template", "escape", "error",
           "I", "L", "M", "S", "X", "U", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE"]
__version__ = "2.2.1"

I = IGNORECASE = 2
L = LOCALE = 4
U = UNICODE = 32
M = MULTILINE = 8
S = DOTALL = 16
X = VERBOSE = 64
T = TEMPLATE = 1
DEBUG = 128


def match(pattern, string, flags=0):
    """A match at the beginning of the string, or None."""
    return _compile(pattern, flags).match(string)


def search(pattern, string, flags=0):
    """The first match in the string, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """The string with matches replaced: by a text with \\1 and \\g<name> in it, or by what a function makes of them."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """As sub(), with the number of replacements."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """The pieces between matches; groups in the pattern come with them."""
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """All matches, or their groups if there are any."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """All matches, one after the other."""
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    """The pattern as an object with these functions as methods."""
    return _compile(pattern, flags)


def purge():
    """Forget the patterns that are kept."""
    _cache.clear()


def template(pattern, flags=0):
    """A pattern without repeats."""
    return _compile(pattern, flags|T)

_alphanum = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def escape(pattern):
    """The pattern that matches this text: all but letters and digits of ASCII get a backslash."""
    return pattern[:0].join([c if c in _alphanum else "\\000" if c == "\000" else "\\" + c for c in pattern])

_cache = {}
_pattern_type = type(_sre.compile("", 0))
_MAXCACHE = 100


def _compile(pattern, flags):
    key = type(pattern), pattern, flags
    try:
        return _cache[key]
    except KeyError:
        pass
    if isinstance(pattern, _pattern_type):
        if flags:
            raise ValueError('Cannot process flags argument with a compiled pattern')
        return pattern
    if not isinstance(pattern, basestring):
        raise TypeError("first argument must be string or compiled pattern")
    try:
        p = _sre.compile(pattern, flags)
    except error, v:
        raise error, v # invalid expression
    if len(_cache) >= _MAXCACHE:
        _cache.clear()
    _cache[key] = p
    return p


def _expand(pattern, match, template):
    return _sre.template(match, template)

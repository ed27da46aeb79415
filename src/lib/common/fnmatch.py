"""Names that fit a pattern of the shell: * is anything, ? one character, [abc] one of these, [!abc] none of these."""

import os
import posixpath
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]

_kept = {}


def fnmatch(name, pat):
    """Whether a name fits, by the system's idea of upper and lower case."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def fnmatchcase(name, pat):
    """Whether a name fits."""
    return _match(pat)(name) is not None


def filter(names, pat):
    """Those of the names that fit."""
    match = _match(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name))]


def _match(pat):
    key = type(pat), pat
    if key not in _kept:
        if len(_kept) >= 100:
            _kept.clear()
        if isinstance(pat, str):
            text = translate(pat)
        else:
            text = translate(str(pat, 'ISO-8859-1') if str is not bytes else pat)
            text = text.encode('ISO-8859-1') if str is not bytes else text
        _kept[key] = re.compile(text).match
    return _kept[key]


def translate(pat):
    """The regular expression of a pattern."""
    result = ''
    at = 0
    while at < len(pat):
        c = pat[at]
        at += 1
        if c == '*':
            result += '.*'
        elif c == '?':
            result += '.'
        elif c == '[':
            # A bracket right behind the first one, or behind its !, is one of the characters.
            start = at + 1 if pat[at:at + 1] == '!' else at
            end = pat.find(']', start + 1)
            if end < 0:
                result += '\\['
                continue
            inside = pat[at:end].replace('\\', '\\\\')
            at = end + 1
            if inside[0] == '!':
                inside = '^' + inside[1:]
            elif inside[0] == '^':
                inside = '\\' + inside
            result += '[%s]' % inside
        else:
            result += re.escape(c)
    return result + '\\Z(?ms)'

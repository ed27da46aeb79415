"""Names of files that fit a pattern of the shell."""

import fnmatch
import os
import re

__all__ = ["glob", "iglob"]

_magic = re.compile('[*?[]')


def has_magic(s):
    return _magic.search(s if isinstance(s, str) or str is bytes else s.decode('latin-1')) is not None


def glob(pathname):
    """A list of the paths that fit. Names that begin with a dot only fit patterns that do."""
    return list(iglob(pathname))


def iglob(pathname):
    """The same, one after the other."""
    if not has_magic(pathname):
        if os.path.lexists(pathname):
            yield pathname
        return
    folder, base = os.path.split(pathname)
    if not folder:
        for name in _names(os.curdir, base):
            yield name
        return
    for place in iglob(folder) if folder != pathname and has_magic(folder) else [folder]:
        for name in _names(place, base):
            yield os.path.join(place, name)


def _names(folder, base):
    # The names in a folder that fit the last part of a pattern.
    if not has_magic(base):
        if base == '':
            return [base] if os.path.isdir(folder) else []
        return [base] if os.path.lexists(os.path.join(folder, base)) else []
    try:
        names = os.listdir(folder)
    except os.error:
        return []
    if base[0] != '.':
        names = [name for name in names if name[0] != '.']
    return fnmatch.filter(names, base)

"""Lines of source files, kept in memory; what tracebacks print is got from here.

A thread that dies of an exception prints its traceback through this module, perhaps while another thread is in an
import. So nothing is imported at that moment, and the modules named here are the built-in ones.
"""

import sys
from posix import stat as _stat
try:
    # Where this library itself is kept, which is in no file.
    from _library import source as _embedded
except ImportError:
    def _embedded(filename):
        return None

__all__ = ["getline", "clearcache", "checkcache"]

# file name -> (size, mtime, lines, full name); mtime is None where the source came from a loader and cannot change.
cache = {}


def getline(filename, lineno, module_globals=None):
    """The line with its newline, or '' if there is no such file or line."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ''


def clearcache():
    """Forget all files."""
    global cache
    cache = {}


def getlines(filename, module_globals=None):
    """The lines of a file, from the cache if it is there."""
    if filename in cache:
        return cache[filename][2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Forget a file (or all) if its size or time has changed since it was read."""
    for name in (list(cache) if filename is None else [filename]):
        if name not in cache:
            continue
        size, mtime, lines, fullname = cache[name]
        if mtime is None:
            continue
        try:
            now = _stat(fullname)
        except OSError:
            del cache[name]
            continue
        if size != now.st_size or mtime != now.st_mtime:
            del cache[name]


def updatecache(filename, module_globals=None):
    """Read a file anew. A relative name is looked for along sys.path; a name in <> is no file."""
    cache.pop(filename, None)
    if not filename or (filename.startswith('<') and filename.endswith('>')):
        return []
    found = _find(filename)
    if found is None:
        source = _embedded(filename) or _from_loader(module_globals)
        if source is None:
            return []
        size, mtime, fullname = len(source), None, filename
    else:
        fullname, size, mtime = found
        try:
            source = _read(fullname)
        except IOError:
            return []
    lines = [line + '\n' for line in source.split('\n')]
    if lines[-1] == '\n':
        lines.pop()
    cache[filename] = size, mtime, lines, fullname
    return lines


def _from_loader(module_globals):
    # A module that came from elsewhere than a file has a loader that knows its text.
    if not module_globals or not module_globals.get('__loader__'):
        return None
    get_source = getattr(module_globals['__loader__'], 'get_source', None)
    name = module_globals.get('__name__')
    if not name or not get_source:
        return None
    try:
        return get_source(name)
    except (ImportError, IOError):
        return None


def _find(filename):
    candidates = [filename]
    if not filename.startswith('/'):
        candidates += [(path + '/' if path and not path.endswith('/') else path) + filename
                       for path in sys.path if isinstance(path, str)]
    for name in candidates:
        try:
            stat = _stat(name)
        except OSError:
            continue
        return name, stat.st_size, stat.st_mtime
    return None


def _read(fullname):
    with open(fullname, 'rb') as fp:
        data = fp.read()
    if not isinstance(data, str):
        data = data.decode(_encoding(data), 'replace')
    return data.replace('\r\n', '\n').replace('\r', '\n')


def _encoding(data):
    # What the language says of a source file: a mark at its start, or "coding: name" in a comment of the first two lines.
    if data.startswith(b'\xef\xbb\xbf'):
        return 'utf-8-sig'
    for line in data.split(b'\n', 2)[:2]:
        text = line.decode('latin-1').lstrip()
        if text.startswith('#') and 'coding' in text:
            rest = text[text.index('coding') + len('coding'):]
            words = rest[1:].split()
            if rest[:1] in (':', '=') and words:
                return words[0]
    return 'utf-8'

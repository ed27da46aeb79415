"""Names of files, as POSIX has them. What `os.path` is."""

import posix
import stat

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
altsep = None
defpath = ':/bin:/usr/bin'
devnull = '/dev/null'
supports_unicode_filenames = False


def _like(path, text):
    # A piece of name for a path, which in 3.x may be bytes.
    return text.encode('ascii') if isinstance(path, bytes) and bytes is not str else text


def normcase(s):
    """The name itself: case matters."""
    return s


def isabs(s):
    """Whether it begins at the root."""
    return s.startswith(_like(s, '/'))


def join(a, *p):
    """Put names together with slashes; an absolute one discards those before it."""
    slash = _like(a, '/')
    path = a
    for b in p:
        if b.startswith(slash):
            path = b
        elif not path or path.endswith(slash):
            path += b
        else:
            path += slash + b
    return path


def split(p):
    """(all up to the last slash, the rest); slashes at the end of the first part go, unless it is all slashes."""
    slash = _like(p, '/')
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """(all up to the last dot of the last name, the rest); dots a name begins with do not count."""
    slash, dot = _like(p, '/'), _like(p, '.')
    start = p.rfind(slash) + 1
    at = p.rfind(dot)
    if at > start and p[start:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def splitdrive(p):
    return p[:0], p


def basename(p):
    """What follows the last slash."""
    return split(p)[1]


def dirname(p):
    """What comes before the last name."""
    return split(p)[0]


def commonprefix(m):
    """The longest string that all of a list begin with, letter by letter."""
    if not m:
        return ''
    low, high = min(m), max(m)
    for i in range(len(low)):
        if low[i] != high[i]:
            return low[:i]
    return low


def _stat_or_none(path, stat=posix.stat):
    try:
        return stat(path)
    except posix.error:
        return None


def exists(path):
    """Whether there is a file of this name (and, for a link, behind it)."""
    return _stat_or_none(path) is not None


def lexists(path):
    """Whether there is a file of this name, be it a link to nowhere."""
    return _stat_or_none(path, posix.lstat) is not None


def isfile(path):
    """Whether it is, or leads to, a plain file."""
    found = _stat_or_none(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def isdir(s):
    """Whether it is, or leads to, a directory."""
    found = _stat_or_none(s)
    return found is not None and stat.S_ISDIR(found.st_mode)


def islink(path):
    """Whether it is a symbolic link."""
    found = _stat_or_none(path, posix.lstat)
    return found is not None and stat.S_ISLNK(found.st_mode)


def ismount(path):
    """Whether another file system begins there."""
    here, above = _stat_or_none(path, posix.lstat), _stat_or_none(join(path, _like(path, '..')), posix.lstat)
    if here is None or above is None or stat.S_ISLNK(here.st_mode):
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def getsize(filename):
    """Its length in bytes."""
    return posix.stat(filename).st_size


def getmtime(filename):
    """When it was last written."""
    return posix.stat(filename).st_mtime


def getatime(filename):
    """When it was last read."""
    return posix.stat(filename).st_atime


def getctime(filename):
    """When its entry was last changed."""
    return posix.stat(filename).st_ctime


def samestat(s1, s2):
    """Whether two results of stat() are of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two names lead to one file."""
    return samestat(posix.stat(f1), posix.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two descriptors are of one file."""
    return samestat(posix.fstat(fp1), posix.fstat(fp2))


def expanduser(path):
    """Put the home directory in place of a leading ~; ~name is left alone if there is no such user."""
    tilde, slash = _like(path, '~'), _like(path, '/')
    if not path.startswith(tilde):
        return path
    i = path.find(slash, 1)
    if i < 0:
        i = len(path)
    import os
    if i == 1 and 'HOME' in os.environ:
        home = os.environ['HOME']
    else:
        try:
            import pwd
            home = pwd.getpwuid(posix.getuid()).pw_dir if i == 1 else pwd.getpwnam(str(path[1:i])).pw_dir
        except (ImportError, KeyError):
            return path
    return _like(path, home).rstrip(slash) + path[i:] or slash


def expandvars(path):
    """Put values of the environment in place of $NAME and ${NAME}; unknown ones are left."""
    import os
    result, rest = path[:0], path
    while '$' in rest:
        before, rest = rest.split('$', 1)
        result += before
        if rest.startswith('{') and '}' in rest:
            name, after = rest[1:].split('}', 1)
            whole = '${' + name + '}'
        else:
            n = 0
            while n < len(rest) and (rest[n].isalnum() or rest[n] == '_'):
                n += 1
            name, after = rest[:n], rest[n:]
            whole = '$' + name
        result += os.environ.get(name, whole) if name else whole
        rest = after
    return result + rest


def normpath(path):
    """Without double slashes, `.` and `name/..`. (With symbolic links the result may be another file.)"""
    slash, dot, dots = _like(path, '/'), _like(path, '.'), _like(path, '..')
    if not path:
        return dot
    # POSIX lets exactly two slashes at the start mean something else.
    root = slash if path.startswith(slash) else path[:0]
    if path.startswith(slash * 2) and not path.startswith(slash * 3):
        root = slash * 2
    names = []
    for name in path.split(slash):
        if name in (path[:0], dot):
            continue
        if name != dots or (not root and not names) or (names and names[-1] == dots):
            names.append(name)
        elif names:
            names.pop()
    return root + slash.join(names) or dot


def abspath(path):
    """Normalised, and from the root."""
    if not isabs(path):
        path = join(posix.getcwd() if isinstance(path, str) else _like(path, posix.getcwd()), path)
    return normpath(path)


def realpath(filename):
    """The file a name leads to, through all symbolic links."""
    slash = _like(filename, '/')
    path = slash if isabs(filename) else abspath(_like(filename, '.'))
    waiting = filename.split(slash)[::-1]
    followed = 0
    while waiting:
        name = waiting.pop()
        if name == _like(filename, '..'):
            path = dirname(path)
        elif name and name != _like(filename, '.'):
            path = join(path, name)
            # As many as the kernel follows; then it is a circle.
            if islink(path) and followed < 40:
                followed += 1
                target = posix.readlink(path)
                path = slash if isabs(target) else dirname(path)
                waiting.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=curdir):
    """The way from `start` to it."""
    if not path:
        raise ValueError("no path specified")
    here = [name for name in abspath(start).split(sep) if name]
    there = [name for name in abspath(path).split(sep) if name]
    shared = len(commonprefix([here, there]))
    return join(*[pardir] * (len(here) - shared) + there[shared:]) if here != there else curdir

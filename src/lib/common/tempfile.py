"""Files and folders that are there for a while, with names that nobody else has."""

import errno as _errno
import fcntl as _fcntl
import io as _io
import os as _os
from random import Random as _Random

_PY2 = str is bytes
if _PY2:
    from thread import allocate_lock as _allocate_lock
else:
    from _thread import allocate_lock as _allocate_lock

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp", "mktemp", "TMP_MAX",
           "gettempprefix", "tempdir", "gettempdir"] + ([] if _PY2 else ["TemporaryDirectory"])

TMP_MAX = 10000
template = "tmp"
# Where they are made; None: not looked for yet.
tempdir = None
_FLAGS = _os.O_RDWR | _os.O_CREAT | _os.O_EXCL
_once = _allocate_lock()


class _RandomNameSequence(object):
    """Names of six characters. A forked child has its own."""

    characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

    def __init__(self):
        self._mutex = _allocate_lock()
        self._pid = self._rng = None

    def __iter__(self):
        return self

    def next(self):
        with self._mutex:
            if self._pid != _os.getpid():
                self._pid, self._rng = _os.getpid(), _Random()
            return ''.join([self._rng.choice(self.characters) for at in range(6)])

    __next__ = next

_names = _RandomNameSequence()


def _candidates():
    folders = [_os.getenv(name) for name in ('TMPDIR', 'TEMP', 'TMP')]
    folders = [folder for folder in folders if folder] + ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        folders.append(_os.getcwd())
    except _os.error:
        folders.append(_os.curdir)
    return folders


def gettempprefix():
    """What names begin with."""
    return template


def gettempdir():
    """The first folder that files can be made in: $TMPDIR, $TEMP, $TMP, /tmp and others."""
    global tempdir
    with _once:
        if tempdir is None:
            tempdir = _usable(_candidates())
        return tempdir


def _usable(folders):
    for folder in folders:
        folder = _os.path.abspath(folder)
        for attempt in range(100):
            path = _os.path.join(folder, next(_names))
            try:
                fd = _os.open(path, _FLAGS, 0o600)
            except (OSError, IOError) as error:
                if error.args[0] == _errno.EEXIST:
                    continue
                break
            _os.close(fd)
            _os.unlink(path)
            return folder
    raise IOError(_errno.ENOENT, "No usable temporary directory found in %s" % folders)


def _path(dir, prefix, suffix):
    return _os.path.join(gettempdir() if dir is None else dir, prefix + next(_names) + suffix)


def _fresh(make, dir, prefix, suffix, what):
    # Tries names until there is one that nobody has.
    for attempt in range(TMP_MAX):
        path = _path(dir, prefix, suffix)
        try:
            return make(path), _os.path.abspath(path)
        except OSError as error:
            if error.errno != _errno.EEXIST:
                raise
    raise IOError(_errno.EEXIST, "No usable temporary %s name found" % what)


def _open(path):
    fd = _os.open(path, _FLAGS, 0o600)
    try:
        _fcntl.fcntl(fd, _fcntl.F_SETFD, _fcntl.fcntl(fd, _fcntl.F_GETFD, 0) | _fcntl.FD_CLOEXEC)
    except IOError:
        pass
    return fd


def mkstemp(suffix="", prefix=template, dir=None, text=False):
    """(descriptor, path) of a new file, which only this user can read. It stays until it is removed."""
    return _fresh(_open, dir, prefix, suffix, "file")


def mkdtemp(suffix="", prefix=template, dir=None):
    """The path of a new folder. It stays until it is removed."""
    for attempt in range(TMP_MAX):
        path = _path(dir, prefix, suffix)
        try:
            _os.mkdir(path, 0o700)
            return path
        except OSError as error:
            if error.errno != _errno.EEXIST:
                raise
    raise IOError(_errno.EEXIST, "No usable temporary directory name found")


def mktemp(suffix="", prefix=template, dir=None):
    """A path that nobody has yet; somebody may have it a moment later."""
    for attempt in range(TMP_MAX):
        path = _path(dir, prefix, suffix)
        if not _os.path.lexists(path):
            return path
    raise IOError(_errno.EEXIST, "No usable temporary filename found")


def _fdopen(fd, mode, how):
    return _os.fdopen(fd, mode, *how[:1]) if _PY2 else _io.open(fd, mode, *how)


class _TemporaryFileWrapper(object):
    """A file that has a name, and is removed when it is closed."""

    def __init__(self, file, name, delete=True):
        self.file = file
        self.name = name
        self.close_called = False
        self.delete = delete
        self.unlink = _os.unlink

    def __getattr__(self, name):
        value = getattr(self.__dict__['file'], name)
        if not isinstance(value, (int, str, type(None))):
            setattr(self, name, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def close(self):
        if not self.close_called:
            self.close_called = True
            self.file.close()
            if self.delete:
                self.unlink(self.name)

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self.close()
        return result

    def __iter__(self):
        return iter(self.file)

    def __del__(self):
        self.close()


if _PY2:
    def NamedTemporaryFile(mode='w+b', bufsize=-1, suffix="", prefix=template, dir=None, delete=True):
        """A file that is removed when it is closed; its path is `name`."""
        return _named(mode, (bufsize,), suffix, prefix, dir, delete)

    def TemporaryFile(mode='w+b', bufsize=-1, suffix="", prefix=template, dir=None):
        """A file without a name."""
        return _nameless(mode, (bufsize,), suffix, prefix, dir)
else:
    def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix="", prefix=template, dir=None,
                           delete=True):
        """A file that is removed when it is closed; its path is `name`."""
        return _named(mode, (buffering, encoding, None, newline), suffix, prefix, dir, delete)

    def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix="", prefix=template, dir=None):
        """A file without a name."""
        return _nameless(mode, (buffering, encoding, None, newline), suffix, prefix, dir)


def _named(mode, how, suffix, prefix, dir, delete):
    fd, path = mkstemp(suffix, prefix, dir)
    try:
        return _TemporaryFileWrapper(_fdopen(fd, mode, how), path, delete)
    except:
        _os.close(fd)
        raise


def _nameless(mode, how, suffix, prefix, dir):
    fd, path = mkstemp(suffix, prefix, dir)
    try:
        _os.unlink(path)
        return _fdopen(fd, mode, how)
    except:
        _os.close(fd)
        raise


class SpooledTemporaryFile(object):
    """A file in memory, until it is larger than `max_size` or has to have a descriptor."""

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', *args, **kwds):
        self._max_size = max_size
        self._how = (mode,) + args, kwds
        self._file = _io.BytesIO() if 'b' in mode or _PY2 else _io.StringIO(newline="\n")

    def rollover(self):
        """Go over to a real file."""
        if not self._rolled:
            args, kwds = self._how
            memory, self._file = self._file, TemporaryFile(*args, **kwds)
            self._file.write(memory.getvalue())
            self._file.seek(memory.tell(), 0)
            self._rolled = True

    def _check(self):
        if not self._rolled and self._max_size and self._file.tell() > self._max_size:
            self.rollover()

    def write(self, s):
        result = self._file.write(s)
        self._check()
        return result

    def writelines(self, lines):
        result = self._file.writelines(lines)
        self._check()
        return result

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def __getattr__(self, name):
        return getattr(self.__dict__['_file'], name)

    def __iter__(self):
        return iter(self._file)

    def __enter__(self):
        if self._file.closed:
            raise ValueError("Cannot enter context with closed file")
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()


if not _PY2:
    class TemporaryDirectory(object):
        """A folder that is removed, with what is in it, at the end of the `with` block."""

        def __init__(self, suffix="", prefix=template, dir=None):
            self.name = mkdtemp(suffix, prefix, dir)
            self._closed = False

        def __repr__(self):
            return "<{} {!r}>".format(self.__class__.__name__, self.name)

        def __enter__(self):
            return self.name

        def cleanup(self):
            if not self._closed:
                import shutil
                shutil.rmtree(self.name, ignore_errors=True)
                self._closed = True

        def __exit__(self, exc, value, tb):
            self.cleanup()

        def __del__(self):
            self.cleanup()

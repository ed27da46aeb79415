"""The operating system: what `posix` has, and what can be said in Python on top of it."""

import sys
import posix
from posix import *
from posix import _exit
import posixpath as path

sys.modules['os.path'] = path
from posixpath import curdir, pardir, sep, pathsep, altsep, extsep, defpath, devnull

name = 'posix'
linesep = '\n'
error = OSError

SEEK_SET, SEEK_CUR, SEEK_END = range(3)
P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1


class _Environ(dict):
    """The environment. What is set here is set for child processes too."""

    def __setitem__(self, key, value):
        posix.putenv(key, value)
        dict.__setitem__(self, key, value)

    def __delitem__(self, key):
        posix.unsetenv(key)
        dict.__delitem__(self, key)

    def clear(self):
        for key in list(self):
            del self[key]

    def pop(self, key, *default):
        if key not in self:
            return dict.pop(self, key, *default)
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *others, **named):
        for other in others + (named,):
            for key, value in dict(other).items():
                self[key] = value

    def copy(self):
        return dict(self)


if bytes is str:
    environ = _Environ(posix.environ)
else:
    # What the system hands over is bytes. Those that are no text in the file system's encoding become lone surrogates
    # and back.
    def get_exec_path(env=None):
        """The folders that a program is looked for in, with that environment."""
        env = environ if env is None else env
        try:
            places = env.get('PATH')
        except TypeError:
            places = None
        try:
            if places is not None and b'PATH' in env:
                raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
            places = env[b'PATH']
        except (KeyError, TypeError):
            pass
        return (defpath if places is None else fsdecode(places)).split(pathsep)

    def fsencode(filename):
        """The bytes of a name."""
        return filename if isinstance(filename, bytes) else filename.encode(sys.getfilesystemencoding(),
                                                                            'surrogateescape')

    def fsdecode(filename):
        """The text of a name."""
        return filename if isinstance(filename, str) else filename.decode(sys.getfilesystemencoding(),
                                                                          'surrogateescape')

    class _EncodedEnviron(_Environ):
        """The environment as text over bytes: what is missing is told by its bytes."""

        def __missing__(self, key):
            raise KeyError(fsencode(key))

    environ = _EncodedEnviron((fsdecode(key), fsdecode(value)) for key, value in posix.environ.items())
    supports_bytes_environ = True


def getenv(key, default=None):
    """A value of the environment, or the default."""
    return environ.get(key, default)


def makedirs(name, mode=0o777, exist_ok=False):
    """mkdir() with all directories that lead to it. exist_ok (3.2) allows that it is there already."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, mode, exist_ok)
        except OSError as problem:
            # Somebody else may have made it meanwhile.
            import errno
            if problem.errno != errno.EEXIST:
                raise
        if tail == curdir:
            return
    if not (exist_ok and path.isdir(name)):
        mkdir(name, mode)


def removedirs(name):
    """rmdir(), and then those above it as long as they are empty."""
    rmdir(name)
    head, tail = path.split(name.rstrip(sep))
    while head and tail:
        try:
            rmdir(head)
        except error:
            break
        head, tail = path.split(head)


def renames(old, new):
    """rename(), making the directories that lead to the new name and removing those left empty by the old one."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except error:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """For each directory at and below `top`: (its name, names of directories in it, names of other files in it).

    Top down, the list of directories may be changed by the caller, and says where the walk goes on.
    """
    try:
        names = listdir(top)
    except error as problem:
        if onerror is not None:
            onerror(problem)
        return
    dirs = [name for name in names if path.isdir(path.join(top, name))]
    others = [name for name in names if name not in dirs]
    if topdown:
        yield top, dirs, others
    for name in dirs:
        below = path.join(top, name)
        if followlinks or not path.islink(below):
            for entry in walk(below, topdown, onerror, followlinks):
                yield entry
    if not topdown:
        yield top, dirs, others


def execl(file, *args):
    """Replace this program by another one, with these arguments."""
    execv(file, args)


def execle(file, *args):
    """execl() with an environment as the last argument."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """execl() along the PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """execlp() with an environment as the last argument."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """execv() along the PATH."""
    _exec_along_path(file, lambda full: execv(full, args))


def execvpe(file, args, env):
    """execve() along the PATH of that environment."""
    _exec_along_path(file, lambda full: execv(full, args) if env is None else execve(full, args, env), env)


def _exec_along_path(file, replace, env=None):
    if path.split(file)[0]:
        replace(file)
    import errno
    places = (environ if env is None else env).get('PATH', defpath).split(pathsep)
    problem = None
    for place in places:
        try:
            replace(path.join(place, file))
        except error as this:
            # Not there is the weakest complaint.
            if problem is None or this.errno not in (errno.ENOENT, errno.ENOTDIR):
                problem = this
    raise problem


def spawnv(mode, file, args):
    """Run a program in a child: its status (negative: the signal that killed it), or its id with P_NOWAIT."""
    return _spawnvef(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """spawnv() with an environment."""
    return _spawnvef(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """spawnv() along the PATH."""
    return _spawnvef(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """spawnvp() with an environment."""
    return _spawnvef(mode, file, args, env, execvpe)


def _spawnvef(mode, file, args, env, func):
    pid = fork()
    if not pid:
        try:
            func(*(file, args) if env is None else (file, args, env))
        except:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        wpid, sts = waitpid(pid, 0)
        if WIFSIGNALED(sts):
            return -WTERMSIG(sts)
        if WIFEXITED(sts):
            return WEXITSTATUS(sts)
        if WIFSTOPPED(sts):
            continue
        raise error("Not stopped, signaled or exited???")


def spawnl(mode, file, *args):
    """spawnv() with the arguments one by one."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """spawnl() with an environment as the last argument."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """spawnl() along the PATH."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """spawnlp() with an environment as the last argument."""
    return spawnvpe(mode, file, args[:-1], args[-1])


if not hasattr(posix, 'popen'):
    def popen(cmd, mode='r', buffering=-1):
        """A pipe from (or to, with 'w') a command of the shell."""
        if not isinstance(cmd, str):
            raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
        if mode not in ('r', 'w'):
            raise ValueError("invalid mode %r" % mode)
        if buffering == 0 or buffering is None:
            raise ValueError("popen() does not support unbuffered streams")
        import io
        import subprocess
        ours = 'stdout' if mode == 'r' else 'stdin'
        child = subprocess.Popen(cmd, shell=True, bufsize=buffering, **{ours: subprocess.PIPE})
        return _Pipe(child, io.TextIOWrapper(getattr(child, ours)))

    class _Pipe(object):
        # A file that waits for its command when it is closed, and tells its status.
        def __init__(self, child, stream):
            self._proc = child
            self._stream = stream

        def close(self):
            self._stream.close()
            status = self._proc.wait()
            return None if status == 0 else status << 8

        def __getattr__(self, name):
            return getattr(self._stream, name)

        def __iter__(self):
            return iter(self._stream)

        def __enter__(self):
            return self

        def __exit__(self, *args):
            self.close()


if not hasattr(posix, 'fdopen'):
    def fdopen(fd, *args, **kwargs):
        """A file object over a descriptor."""
        if not isinstance(fd, int):
            raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
        # Not `open`, which is posix.open here.
        import builtins
        return builtins.open(fd, *args, **kwargs)

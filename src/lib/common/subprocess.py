"""Other programs, run as children with pipes to and from them.

What is here is what a POSIX system needs: fork, plumbing, exec. In 2.7 the child runs Python code until it becomes the program.
In 3.2 `_posixsubprocess.fork_exec` makes it, and no Python code runs in it unless there is a preexec_fn; so it does not matter
what other threads were in the middle of. A wait that a signal interrupts is begun again when the handler has run, unless it
raises; KeyboardInterrupt does, and the child, which is in the same group of the terminal, gets its own SIGINT.

Both versions are in this file, since a program finds the functions' file in tracebacks and their names in this module.
"""

import errno
import os
import select
import signal
import sys

_PY2 = str is bytes
if _PY2:
    # Where _exception_from_text finds the built-in ones.
    import exceptions
    import fcntl
    import gc
    import threading
    import traceback
else:
    import _posixsubprocess
    import builtins
    import io
    import warnings

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "check_output", "CalledProcessError"]
if not _PY2:
    __all__[5:5] = ["getstatusoutput", "getoutput"]

mswindows = False
PIPE = -1
STDOUT = -2

_has_poll = True
# So much a pipe takes without blocking when poll() calls it writable.
_PIPE_BUF = getattr(select, 'PIPE_BUF', 512)
try:
    MAXFD = os.sysconf("SC_OPEN_MAX")
except (AttributeError, ValueError, OSError):
    MAXFD = 256
if not _PY2:
    _create_pipe = _posixsubprocess.cloexec_pipe
    _PLATFORM_DEFAULT_CLOSE_FDS = object()

# Objects given up while their children ran; those are waited for when the next child is made.
_active = []


class CalledProcessError(Exception):
    """What check_call() and check_output() raise for a status that is not 0."""

    def __init__(self, returncode, cmd, output=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output

    def __str__(self):
        return "Command '%s' returned non-zero exit status %d" % (self.cmd, self.returncode)


def _cleanup():
    for popen in _active[:]:
        if popen._internal_poll(_deadstate=sys.maxsize) is not None:
            try:
                _active.remove(popen)
            except ValueError:
                # Another thread was here.
                pass


def _eintr_retry_call(func, *args):
    while True:
        try:
            return func(*args)
        except (OSError, IOError) as e:
            if e.errno != errno.EINTR:
                raise


def _close_all(fds):
    # A function, so that what it catches does not become the exception that 2.7's caller raises again.
    for fd in fds:
        try:
            os.close(fd)
        except EnvironmentError:
            pass


def call(*popenargs, **kwargs):
    """Run a command, wait for it, and give its status."""
    return Popen(*popenargs, **kwargs).wait()


def check_call(*popenargs, **kwargs):
    """Run a command and wait for it. CalledProcessError if its status is not 0."""
    retcode = call(*popenargs, **kwargs)
    if retcode:
        cmd = kwargs.get("args")
        if cmd is None:
            cmd = popenargs[0]
        raise CalledProcessError(retcode, cmd)
    return 0


def check_output(*popenargs, **kwargs):
    """Run a command and give what it writes. CalledProcessError, with it, if its status is not 0."""
    if 'stdout' in kwargs:
        raise ValueError('stdout argument not allowed, it will be overridden.')
    process = Popen(*popenargs, stdout=PIPE, **kwargs)
    output, unused_err = process.communicate()
    retcode = process.poll()
    if retcode:
        cmd = kwargs.get("args")
        if cmd is None:
            cmd = popenargs[0]
        raise CalledProcessError(retcode, cmd, output=output)
    return output


def list2cmdline(seq):
    """The arguments as one line, quoted as the C runtime of Windows reads them."""
    words = []
    for arg in seq:
        quoted = '"' if not arg or ' ' in arg or '\t' in arg else ''
        word = ''
        backslashes = 0
        for char in arg:
            if char == '\\':
                backslashes += 1
                continue
            word += '\\' * (2 * backslashes + 1 if char == '"' else backslashes) + char
            backslashes = 0
        # Before the closing quote they count double.
        words.append(quoted + word + '\\' * (2 * backslashes if quoted else backslashes) + quoted)
    return ' '.join(words)


if _PY2:
    def _args_from_interpreter_flags():
        # What of sys.flags a child is to be given on its command line.
        letters = dict(debug='d', optimize='O', dont_write_bytecode='B', no_user_site='s', no_site='S', ignore_environment='E',
                       verbose='v', bytes_warning='b', py3k_warning='3')
        args = ['-' + letter * getattr(sys.flags, flag) for flag, letter in letters.items() if getattr(sys.flags, flag) > 0]
        if sys.flags.hash_randomization:
            args.append('-R')
        return args + ['-W' + option for option in sys.warnoptions]
else:
    def getstatusoutput(cmd):
        """(status, output) of a line for the shell, stdout and stderr together, without the last newline."""
        with os.popen('{ ' + cmd + '; } 2>&1', 'r') as pipe:
            try:
                text = pipe.read()
                sts = pipe.close()
            except:
                process = pipe._proc
                process.kill()
                process.wait()
                raise
        if sts is None:
            sts = 0
        if text[-1:] == '\n':
            text = text[:-1]
        return sts, text

    def getoutput(cmd):
        """The output of a line for the shell."""
        return getstatusoutput(cmd)[1]


class Popen(object):
    """A child. args: a list, or a string (with shell=True a line for /bin/sh).

    stdin, stdout, stderr: None (those of this process), PIPE, a descriptor, a file, and STDOUT for stderr. returncode is
    None while it runs, then its status, or the negative number of the signal that killed it.
    """

    if _PY2:
        _child_created = False
        # Two threads that start children at once must not each find that the other has disabled the collector.
        _disabling_gc_lock = threading.Lock()

        def __init__(self, args, bufsize=0, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                     close_fds=False, shell=False, cwd=None, env=None, universal_newlines=False, startupinfo=None,
                     creationflags=0):
            _cleanup()
            if not isinstance(bufsize, (int, long)):
                raise TypeError("bufsize must be an integer")
            for name, given in (("startupinfo", startupinfo is not None), ("creationflags", creationflags != 0)):
                if given:
                    raise ValueError(name + " is only supported on Windows platforms")
            self.stdin = self.stdout = self.stderr = None
            self.pid = None
            self.returncode = None
            self.universal_newlines = universal_newlines
            # What the child reads and writes, and the other ends; None for what is not redirected, or has no other end.
            handles, to_close = self._get_handles(stdin, stdout, stderr)
            p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = handles
            try:
                self._execute_child(args, executable, preexec_fn, close_fds, cwd, env, universal_newlines, startupinfo,
                                    creationflags, shell, to_close, p2cread, p2cwrite, c2pread, c2pwrite,
                                    errread, errwrite)
            except Exception:
                _close_all(to_close)
                raise
            mode = 'rU' if universal_newlines else 'rb'
            if p2cwrite is not None:
                self.stdin = os.fdopen(p2cwrite, 'wb', bufsize)
            if c2pread is not None:
                self.stdout = os.fdopen(c2pread, mode, bufsize)
            if errread is not None:
                self.stderr = os.fdopen(errread, mode, bufsize)

        def _get_handles(self, stdin, stdout, stderr):
            to_close = set()
            p2cread, p2cwrite = self._ends(stdin, to_close)
            c2pwrite, c2pread = self._ends(stdout, to_close)[::-1] if stdout == PIPE else self._ends(stdout, to_close)
            if stderr == STDOUT:
                errread, errwrite = None, sys.__stdout__.fileno() if c2pwrite is None else c2pwrite
            elif stderr == PIPE:
                errread, errwrite = self._ends(stderr, to_close)
            else:
                errwrite, errread = self._ends(stderr, to_close)
            return (p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite), to_close

        def _ends(self, wanted, to_close):
            # (reader, writer) of a new pipe, or (what the child is to have, None).
            if wanted == PIPE:
                ends = self.pipe_cloexec()
                to_close.update(ends)
                return ends
            if wanted is None or isinstance(wanted, (int, long)):
                return wanted, None
            return wanted.fileno(), None

        def _set_cloexec_flag(self, fd, cloexec=True):
            old = fcntl.fcntl(fd, fcntl.F_GETFD)
            fcntl.fcntl(fd, fcntl.F_SETFD, old | fcntl.FD_CLOEXEC if cloexec else old & ~fcntl.FD_CLOEXEC)

        def pipe_cloexec(self):
            """A pipe whose ends are closed by exec (but a fork between the two steps sees them open)."""
            r, w = os.pipe()
            self._set_cloexec_flag(r)
            self._set_cloexec_flag(w)
            return r, w

        def _close_fds(self, but):
            os.closerange(3, but)
            os.closerange(but + 1, MAXFD)

        def _execute_child(self, args, executable, preexec_fn, close_fds, cwd, env, universal_newlines, startupinfo,
                           creationflags, shell, to_close, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite):
            args = [args] if isinstance(args, basestring) else list(args)
            if shell:
                args = ["/bin/sh", "-c"] + args
                if executable:
                    args[0] = executable
            if executable is None:
                executable = args[0]
            # The child tells by this pipe why it could not become the program; becoming it closes the pipe.
            errpipe_read, errpipe_write = self.pipe_cloexec()
            try:
                try:
                    with self._disabling_gc_lock:
                        gc_was_enabled = gc.isenabled()
                        # Nothing that the parent's objects do at their end is to happen in the child, too.
                        gc.disable()
                    try:
                        self.pid = os.fork()
                    except:
                        if gc_was_enabled:
                            gc.enable()
                        raise
                    self._child_created = True
                    if self.pid == 0:
                        try:
                            for fd in (p2cwrite, c2pread, errread, errpipe_read):
                                if fd is not None:
                                    os.close(fd)
                            self._become(executable, args, [p2cread, c2pwrite, errwrite], errpipe_write, preexec_fn, close_fds,
                                         cwd, env)
                        except:
                            os.write(errpipe_write, _exception_as_text(*sys.exc_info()))
                        finally:
                            os._exit(255)
                    if gc_was_enabled:
                        gc.enable()
                finally:
                    os.close(errpipe_write)
                trouble = ''
                while True:
                    part = _eintr_retry_call(os.read, errpipe_read, 1048576)
                    if not part:
                        break
                    trouble += part
            finally:
                for theirs, mine in ((p2cread, p2cwrite), (c2pwrite, c2pread), (errwrite, errread)):
                    if theirs is not None and mine is not None:
                        os.close(theirs)
                        to_close.remove(theirs)
                os.close(errpipe_read)
            if trouble:
                try:
                    _eintr_retry_call(os.waitpid, self.pid, 0)
                except OSError as e:
                    if e.errno != errno.ECHILD:
                        raise
                child_exception = _exception_from_text(trouble)
                raise child_exception

        def _become(self, executable, args, fds, errpipe_write, preexec_fn, close_fds, cwd, env):
            # In the child. None of the descriptors may be below its place when those before it are set.
            fds = [os.dup(fd) if fd is not None and fd < target else fd for target, fd in enumerate(fds)]
            for target, fd in enumerate(fds):
                if fd == target:
                    self._set_cloexec_flag(fd, False)
                elif fd is not None:
                    os.dup2(fd, target)
            for fd in set(fds):
                if fd > 2:
                    os.close(fd)
            if cwd is not None:
                os.chdir(cwd)
            if preexec_fn:
                preexec_fn()
            if close_fds:
                # After preexec_fn, which may have opened some.
                self._close_fds(but=errpipe_write)
            if env is None:
                os.execvp(executable, args)
            else:
                os.execvpe(executable, args, env)

    else:
        def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                     close_fds=_PLATFORM_DEFAULT_CLOSE_FDS, shell=False, cwd=None, env=None, universal_newlines=False,
                     startupinfo=None, creationflags=0, restore_signals=True, start_new_session=False, pass_fds=()):
            _cleanup()
            self._child_created = False
            if bufsize is None:
                bufsize = -1
            if not isinstance(bufsize, int):
                raise TypeError("bufsize must be an integer")
            if close_fds is _PLATFORM_DEFAULT_CLOSE_FDS:
                close_fds = True
            if pass_fds and not close_fds:
                warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
                close_fds = True
            for name, given in (("startupinfo", startupinfo is not None), ("creationflags", creationflags != 0)):
                if given:
                    raise ValueError(name + " is only supported on Windows platforms")
            self.stdin = self.stdout = self.stderr = None
            self.pid = None
            self.returncode = None
            self.universal_newlines = universal_newlines

            # What the child reads and writes, and the other ends; -1 for what is not redirected, or has no other end.
            (p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite) = self._get_handles(stdin, stdout, stderr)
            if p2cwrite != -1:
                self.stdin = io.open(p2cwrite, 'wb', bufsize)
                if universal_newlines:
                    self.stdin = io.TextIOWrapper(self.stdin, write_through=True)
            if c2pread != -1:
                self.stdout = io.open(c2pread, 'rb', bufsize)
                if universal_newlines:
                    self.stdout = io.TextIOWrapper(self.stdout)
            if errread != -1:
                self.stderr = io.open(errread, 'rb', bufsize)
                if universal_newlines:
                    self.stderr = io.TextIOWrapper(self.stderr)
            try:
                self._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, universal_newlines,
                                    startupinfo, creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
                                    restore_signals, start_new_session)
            except:
                for f in filter(None, (self.stdin, self.stdout, self.stderr)):
                    try:
                        f.close()
                    except EnvironmentError:
                        pass
                used = (stdin, p2cread), (stdout, c2pwrite), (stderr, errwrite)
                _close_all([fd for wanted, fd in used if wanted == PIPE])
                raise

        def _get_handles(self, stdin, stdout, stderr):
            p2cread, p2cwrite = _ends(stdin, False)
            c2pwrite, c2pread = _ends(stdout, True)
            errwrite, errread = (c2pwrite, -1) if stderr == STDOUT else _ends(stderr, True)
            return p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite

        def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, universal_newlines, startupinfo,
                           creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, restore_signals,
                           start_new_session):
            args = [args] if isinstance(args, str) else list(args)
            if shell:
                args = ["/bin/sh", "-c"] + args
                if executable:
                    args[0] = executable
            if executable is None:
                executable = args[0]
            orig_executable = executable
            # The child tells by this pipe why it could not become the program: "name of the exception:errno in
            # hexadecimal:text". Becoming it closes the pipe.
            errpipe_read, errpipe_write = _create_pipe()
            try:
                try:
                    env_list = None
                    if env is not None:
                        env_list = [os.fsencode(name) + b'=' + os.fsencode(value) for name, value in env.items()]
                    executable = os.fsencode(executable)
                    if os.path.dirname(executable):
                        executable_list = (executable,)
                    else:
                        executable_list = tuple(os.path.join(os.fsencode(folder), executable)
                                                for folder in os.get_exec_path(env))
                    fds_to_keep = set(pass_fds)
                    fds_to_keep.add(errpipe_write)
                    self.pid = _posixsubprocess.fork_exec(
                        args, executable_list, close_fds, sorted(fds_to_keep), cwd, env_list, p2cread, p2cwrite, c2pread,
                        c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session,
                        preexec_fn)
                    self._child_created = True
                finally:
                    os.close(errpipe_write)
                for theirs, mine in ((p2cread, p2cwrite), (c2pwrite, c2pread), (errwrite, errread)):
                    if theirs != -1 and mine != -1:
                        os.close(theirs)
                trouble = bytearray()
                while True:
                    part = _eintr_retry_call(os.read, errpipe_read, 50000)
                    trouble += part
                    if not part or len(trouble) > 50000:
                        break
            finally:
                os.close(errpipe_read)
            if trouble:
                try:
                    _eintr_retry_call(os.waitpid, self.pid, 0)
                except OSError as e:
                    if e.errno != errno.ECHILD:
                        raise
                try:
                    name, hex_errno, err_msg = trouble.split(b':', 2)
                except ValueError:
                    name, hex_errno = b'RuntimeError', b'0'
                    err_msg = b'Bad exception data from child: ' + repr(trouble).encode()
                child_exception_type = getattr(builtins, name.decode('ascii'), RuntimeError)
                err_msg = err_msg.decode(errors="surrogatepass")
                if issubclass(child_exception_type, OSError) and hex_errno:
                    errno_num = int(hex_errno, 16)
                    never_called = err_msg == "noexec"
                    if never_called:
                        err_msg = ""
                    if errno_num != 0:
                        err_msg = os.strerror(errno_num)
                        if errno_num == errno.ENOENT:
                            # Before exec only the change of the directory can say that.
                            err_msg += ': ' + repr(cwd if never_called else orig_executable)
                    raise child_exception_type(errno_num, err_msg)
                raise child_exception_type(err_msg)

    def _handle_exitstatus(self, sts, _WIFSIGNALED=os.WIFSIGNALED, _WTERMSIG=os.WTERMSIG, _WIFEXITED=os.WIFEXITED,
                           _WEXITSTATUS=os.WEXITSTATUS, _WIFSTOPPED=os.WIFSTOPPED if _PY2 else None,
                           _WSTOPSIG=os.WSTOPSIG):
        # __del__ comes here, perhaps when the module's names are gone.
        if _WIFSIGNALED(sts):
            self.returncode = -_WTERMSIG(sts)
        elif _WIFEXITED(sts):
            self.returncode = _WEXITSTATUS(sts)
        elif _WIFSTOPPED and _WIFSTOPPED(sts):
            self.returncode = -_WSTOPSIG(sts)
        else:
            raise RuntimeError("Unknown child exit status!")

    def _internal_poll(self, _deadstate=None, _waitpid=os.waitpid, _WNOHANG=os.WNOHANG, _os_error=os.error,
                       _ECHILD=errno.ECHILD):
        # As _handle_exitstatus; _PY2 may be gone, too: nobody sees the status then.
        if self.returncode is None:
            try:
                pid, sts = _waitpid(self.pid, _WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(sts)
            except _os_error as e:
                if _deadstate is not None:
                    self.returncode = _deadstate
                if e.errno == _ECHILD and (_PY2 or _deadstate is None):
                    # Somebody else has waited for it.
                    self.returncode = 0
        return self.returncode

    def poll(self):
        """Its status if it has ended, else None."""
        return self._internal_poll()

    def wait(self):
        """Wait for its end and give its status. A child that fills a pipe nobody reads never ends: see communicate()."""
        while self.returncode is None:
            try:
                pid, sts = _eintr_retry_call(os.waitpid, self.pid, 0)
            except OSError as e:
                if e.errno != errno.ECHILD:
                    raise
                # Somebody else has waited for it.
                pid, sts = self.pid, 0
            if pid == self.pid:
                self._handle_exitstatus(sts)
        return self.returncode

    def communicate(self, input=None):
        """Write `input` to its stdin and read its stdout and stderr to their ends, all at once; wait for it.

        Gives (stdout, stderr), None for what is no pipe.
        """
        if [self.stdin, self.stdout, self.stderr].count(None) < 2:
            return self._communicate(input)
        # Where there is but one pipe nobody can wait for anybody.
        stdout = stderr = None
        if self.stdin:
            if input:
                try:
                    self.stdin.write(input)
                except IOError as e:
                    if e.errno not in (errno.EPIPE, errno.EINVAL):
                        raise
            self.stdin.close()
        elif self.stdout:
            stdout = _eintr_retry_call(self.stdout.read)
            self.stdout.close()
        elif self.stderr:
            stderr = _eintr_retry_call(self.stderr.read)
            self.stderr.close()
        self.wait()
        return (stdout, stderr)

    def _communicate(self, input):
        if self.stdin:
            self.stdin.flush()
            if not input:
                self.stdin.close()
        if _has_poll:
            stdout, stderr = self._communicate_with_poll(input)
        else:
            stdout, stderr = self._communicate_with_select(input)
        results = []
        for parts, stream in ((stdout, self.stdout), (stderr, self.stderr)):
            if parts is not None:
                parts = b''.join(parts)
                if self.universal_newlines:
                    parts = self._translate_newlines(parts, *() if _PY2 else (stream.encoding,))
            results.append(parts)
        self.wait()
        return tuple(results)

    def _streams(self, input):
        # ({descriptor to read: (its stream, what it gave)}, what stdout and stderr gave, `input` in bytes)
        outputs = [stream and [] for stream in (self.stdout, self.stderr)]
        readers = dict((stream.fileno(), (stream, parts))
                       for stream, parts in zip((self.stdout, self.stderr), outputs) if stream)
        if self.universal_newlines and not _PY2 and isinstance(input, str):
            input = input.encode(self.stdin.encoding)
        return readers, outputs, input

    def _communicate_with_poll(self, input):
        readers, outputs, input = self._streams(input)
        files = dict((fd, stream) for fd, (stream, parts) in readers.items())
        input_offset = 0
        poller = select.poll()
        if self.stdin and input:
            files[self.stdin.fileno()] = self.stdin
            poller.register(self.stdin.fileno(), select.POLLOUT)
        for fd in readers:
            poller.register(fd, select.POLLIN | select.POLLPRI)
        while files:
            try:
                ready = poller.poll()
            except select.error as e:
                if e.args[0] == errno.EINTR:
                    continue
                raise
            for fd, mode in ready:
                more = False
                if mode & select.POLLOUT:
                    chunk = input[input_offset:input_offset + _PIPE_BUF]
                    try:
                        input_offset += os.write(fd, chunk)
                        more = input_offset < len(input)
                    except OSError as e:
                        # EPIPE: nobody reads it any more.
                        if e.errno != errno.EPIPE:
                            raise
                elif mode & (select.POLLIN | select.POLLPRI):
                    more = os.read(fd, 4096)
                    readers[fd][1].append(more)
                if not more:
                    poller.unregister(fd)
                    files.pop(fd).close()
        return outputs

    def _communicate_with_select(self, input):
        readers, outputs, input = self._streams(input)
        readable = [stream for stream, parts in readers.values()]
        writable = [self.stdin] if self.stdin and input else []
        input_offset = 0
        while readable or writable:
            try:
                rlist, wlist, xlist = select.select(readable, writable, [])
            except select.error as e:
                if e.args[0] == errno.EINTR:
                    continue
                raise
            if wlist:
                chunk = input[input_offset:input_offset + _PIPE_BUF]
                try:
                    bytes_written = os.write(self.stdin.fileno(), chunk)
                except OSError as e:
                    if e.errno != errno.EPIPE:
                        raise
                    bytes_written = len(input)
                input_offset += bytes_written
                if input_offset >= len(input):
                    self.stdin.close()
                    writable = []
            for stream in rlist:
                data = os.read(stream.fileno(), 1024)
                readers[stream.fileno()][1].append(data)
                if not data:
                    stream.close()
                    readable.remove(stream)
        return outputs

    def send_signal(self, sig):
        """Send it a signal."""
        os.kill(self.pid, sig)

    def terminate(self):
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    if _PY2:
        def _translate_newlines(self, data):
            return data.replace("\r\n", "\n").replace("\r", "\n")
    else:
        def _translate_newlines(self, data, encoding):
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")

        def __enter__(self):
            return self

        def __exit__(self, type, value, traceback):
            for stream in (self.stdout, self.stderr, self.stdin):
                if stream:
                    stream.close()
            self.wait()

    def __del__(self, _maxsize=sys.maxsize, _active=_active):
        if not getattr(self, '_child_created', False):
            return
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)


if _PY2:
    def _exception_as_text(kind, value, trace):
        # The traceback of the child and what the exception was made of, for the parent to raise it anew.
        lines = ''.join(traceback.format_exception(kind, value, trace))
        return repr((kind.__module__, kind.__name__, value.args, getattr(value, 'filename', None), lines))

    def _exception_from_text(text):
        try:
            module, name, args, filename, lines = eval(text, {'__builtins__': {}})
            value = getattr(sys.modules[module], name)(*args)
        except Exception:
            # Nothing that the text could tell completely, as of an object in the arguments.
            return RuntimeError(text)
        if filename is not None:
            value.filename = filename
        value.child_traceback = lines
        return value
else:
    def _ends(wanted, writes):
        # (the descriptor that the child uses, the other end here), -1 for none.
        if wanted is None:
            return -1, -1
        if wanted == PIPE:
            reader, writer = _create_pipe()
            return (writer, reader) if writes else (reader, writer)
        return wanted if isinstance(wanted, int) else wanted.fileno(), -1

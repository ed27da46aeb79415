"""Other programs, run as children with pipes to and from them.

What is here is what a POSIX system needs: fork, plumbing, exec. The child runs Python code until it becomes the program. A wait
that a signal interrupts is begun again when the handler has run, unless it raises; KeyboardInterrupt does, and the child, which
is in the same group of the terminal, gets its own SIGINT.
"""

import errno
# Where _exception_from_text finds the built-in ones.
import exceptions
import fcntl
import gc
import os
import select
import signal
import sys
import threading
import traceback

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "check_output", "CalledProcessError"]

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
        if popen._internal_poll(_deadstate=sys.maxint) is not None:
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


def _args_from_interpreter_flags():
    # What of sys.flags a child is to be given on its command line.
    letters = dict(debug='d', optimize='O', dont_write_bytecode='B', no_user_site='s', no_site='S', ignore_environment='E',
                   verbose='v', bytes_warning='b', py3k_warning='3')
    args = ['-' + letter * getattr(sys.flags, flag) for flag, letter in letters.items() if getattr(sys.flags, flag) > 0]
    if sys.flags.hash_randomization:
        args.append('-R')
    return args + ['-W' + option for option in sys.warnoptions]


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


class Popen(object):
    """A child. args: a list, or a string (with shell=True a line for /bin/sh).

    stdin, stdout, stderr: None (those of this process), PIPE, a descriptor, a file, and STDOUT for stderr. returncode is
    None while it runs, then its status, or the negative number of the signal that killed it.
    """

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
            exc_type, exc_value, exc_trace = sys.exc_info()
            for fd in to_close:
                try:
                    os.close(fd)
                except EnvironmentError:
                    pass
            raise exc_type, exc_value, exc_trace
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

    def _handle_exitstatus(self, sts, _WIFSIGNALED=os.WIFSIGNALED, _WTERMSIG=os.WTERMSIG, _WIFEXITED=os.WIFEXITED,
                           _WEXITSTATUS=os.WEXITSTATUS, _WIFSTOPPED=os.WIFSTOPPED, _WSTOPSIG=os.WSTOPSIG):
        # __del__ comes here, perhaps when the module's names are gone.
        if _WIFSIGNALED(sts):
            self.returncode = -_WTERMSIG(sts)
        elif _WIFEXITED(sts):
            self.returncode = _WEXITSTATUS(sts)
        elif _WIFSTOPPED(sts):
            self.returncode = -_WSTOPSIG(sts)
        else:
            raise RuntimeError("Unknown child exit status!")

    def _internal_poll(self, _deadstate=None, _waitpid=os.waitpid, _WNOHANG=os.WNOHANG, _os_error=os.error,
                       _ECHILD=errno.ECHILD):
        # As _handle_exitstatus.
        if self.returncode is None:
            try:
                pid, sts = _waitpid(self.pid, _WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(sts)
            except _os_error as e:
                if _deadstate is not None:
                    self.returncode = _deadstate
                if e.errno == _ECHILD:
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
                parts = ''.join(parts)
                if self.universal_newlines and hasattr(file, 'newlines'):
                    parts = self._translate_newlines(parts)
            results.append(parts)
        self.wait()
        return tuple(results)

    def _translate_newlines(self, data):
        return data.replace("\r\n", "\n").replace("\r", "\n")

    def _streams(self):
        # (streams to read, what each of them gives)
        outputs = [stream and [] for stream in (self.stdout, self.stderr)]
        readers = dict((stream.fileno(), (stream, parts))
                       for stream, parts in zip((self.stdout, self.stderr), outputs) if stream)
        return readers, outputs

    def _write_a_part(self, fd, input):
        # What is left of `input`; nothing when nobody reads it.
        try:
            return input[os.write(fd, input[:_PIPE_BUF]):]
        except OSError as e:
            if e.errno != errno.EPIPE:
                raise
            return ''

    def _communicate_with_poll(self, input):
        readers, outputs = self._streams()
        files = dict((fd, stream) for fd, (stream, parts) in readers.items())
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
                more = ''
                if mode & select.POLLOUT:
                    more = input = self._write_a_part(fd, input)
                elif mode & (select.POLLIN | select.POLLPRI):
                    more = os.read(fd, 4096)
                    readers[fd][1].append(more)
                if not more:
                    poller.unregister(fd)
                    files.pop(fd).close()
        return outputs

    def _communicate_with_select(self, input):
        readers, outputs = self._streams()
        readable = [stream for stream, parts in readers.values()]
        writable = [self.stdin] if self.stdin and input else []
        while readable or writable:
            try:
                rlist, wlist, xlist = select.select(readable, writable, [])
            except select.error as e:
                if e.args[0] == errno.EINTR:
                    continue
                raise
            if wlist:
                input = self._write_a_part(self.stdin.fileno(), input)
                if not input:
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

    def __del__(self, _maxint=sys.maxint, _active=_active):
        if not self._child_created:
            return
        self._internal_poll(_deadstate=_maxint)
        if self.returncode is None and _active is not None:
            _active.append(self)


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

"""Other programs, run as children with pipes to and from them.

What is here is what a POSIX system needs: fork, plumbing, exec. A wait that a signal interrupts is begun again when the
handler has run, unless it raises; KeyboardInterrupt does, and the child, which is in the same group of the terminal, gets its
own SIGINT.
"""

import errno
import fcntl
import os
import select
import signal
import sys

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "check_output", "CalledProcessError"]

PIPE = -1
STDOUT = -2


class CalledProcessError(Exception):
    """What check_call() and check_output() raise for a status that is not 0."""

    def __init__(self, returncode, cmd, output=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output

    def __str__(self):
        return "Command '%s' returned non-zero exit status %d" % (self.cmd, self.returncode)


def _eintr_retry_call(func, *args):
    while True:
        try:
            return func(*args)
        except (OSError, IOError) as e:
            if e.errno != errno.EINTR:
                raise


def call(*popenargs, **kwargs):
    """Run a command, wait for it, and give its status."""
    return Popen(*popenargs, **kwargs).wait()


def check_call(*popenargs, **kwargs):
    """Run a command and wait for it. CalledProcessError if its status is not 0."""
    retcode = call(*popenargs, **kwargs)
    if retcode:
        cmd = kwargs.get("args") or popenargs[0]
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
        cmd = kwargs.get("args") or popenargs[0]
        raise CalledProcessError(retcode, cmd, output=output)
    return output


class Popen(object):
    """A child. args: a list, or a string (with shell=True a line for /bin/sh).

    stdin, stdout, stderr: None (those of this process), PIPE, a descriptor, a file, and STDOUT for stderr. returncode is
    None while it runs, then its status, or the negative number of the signal that killed it.
    """

    def __init__(self, args, bufsize=0, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=False, shell=False, cwd=None, env=None, universal_newlines=False, startupinfo=None,
                 creationflags=0, restore_signals=bytes is not str, start_new_session=False):
        self.pid = None
        self.returncode = None
        self.stdin = self.stdout = self.stderr = None
        args = [args] if isinstance(args, str) else list(args)
        if shell:
            args = ["/bin/sh", "-c"] + args
        opened = []
        try:
            theirs, mine = self._plumb(stdin, stdout, stderr, opened)
            if start_new_session:
                preexec_fn = _in_a_new_session(preexec_fn)
            # What breaks here is told with the last of the lines of the call.
            plumbing = theirs, opened
            self._execute_child(executable or args[0], args, plumbing, preexec_fn, close_fds, cwd, env,
                                restore_signals, start_new_session)
        except:
            for fd in opened:
                os.close(fd)
            raise
        for fd in opened:
            if fd not in mine:
                os.close(fd)
        text = '' if universal_newlines and bytes is not str else 'b'
        # A buffer of 0 is 3.x's word for none, which text cannot have.
        bufsize = -1 if bufsize == 0 and (bytes is not str or universal_newlines) else bufsize
        for name, fd, mode in zip(('stdin', 'stdout', 'stderr'), mine, 'wrr'):
            if fd is not None:
                setattr(self, name, os.fdopen(fd, mode + text, bufsize))

    def _plumb(self, stdin, stdout, stderr, opened):
        # (the descriptors that become 0, 1 and 2 in the child or None, the ends of pipes that stay here or None)
        theirs, mine = [], []
        for wanted, reads in ((stdin, True), (stdout, False), (stderr, False)):
            own = None
            if wanted == PIPE:
                reader, writer = os.pipe()
                opened.extend((reader, writer))
                fd, own = (reader, writer) if reads else (writer, reader)
            elif wanted == STDOUT:
                fd = 1 if theirs[1] is None else theirs[1]
            elif wanted is None or isinstance(wanted, int):
                fd = wanted
            else:
                fd = wanted.fileno()
            theirs.append(fd)
            mine.append(own)
        return theirs, mine

    def _execute_child(self, executable, args, plumbing, preexec_fn, close_fds, cwd, env, restore_signals,
                       start_new_session):
        theirs, opened = plumbing
        # The child tells by this pipe why it could not become the program; becoming it closes the pipe.
        error_reader, error_writer = os.pipe()
        try:
            self.pid = os.fork()
            if self.pid == 0:
                self._become(executable, args, theirs, opened + [error_reader], error_writer, preexec_fn, close_fds, cwd,
                             env, restore_signals)
            os.close(error_writer)
            error_writer = None
            trouble = b''
            while True:
                part = _eintr_retry_call(os.read, error_reader, 1000)
                if not part:
                    break
                trouble += part
        finally:
            os.close(error_reader)
            if error_writer is not None:
                os.close(error_writer)
        if trouble:
            _eintr_retry_call(os.waitpid, self.pid, 0)
            errno_num = int(trouble.decode('ascii'))
            err_msg = os.strerror(errno_num)
            child_exception_type, child_exception = OSError, OSError(errno_num, err_msg)
            if bytes is str:
                raise child_exception
            if errno_num == errno.ENOENT:
                # 3.2 names the program.
                err_msg += ': ' + repr(executable)
            raise child_exception_type(errno_num, err_msg)

    def _become(self, executable, args, theirs, opened, error_writer, preexec_fn, close_fds, cwd, env,
                restore_signals):
        # In the child. Nothing may return from here into the program's code.
        number = errno.EINVAL
        try:
            # None of them may be among 0, 1 and 2 when those are set.
            safe = [fd if fd is None or fd > 2 else _above_two(fd) for fd in theirs]
            error_writer = _above_two(error_writer)
            for target, fd in enumerate(safe):
                if fd is not None:
                    os.dup2(fd, target)
            for fd in opened:
                if fd > 2:
                    os.close(fd)
            if close_fds:
                for fd in range(3, 256):
                    if fd != error_writer:
                        try:
                            os.close(fd)
                        except OSError:
                            pass
            if cwd is not None:
                os.chdir(cwd)
            if preexec_fn is not None:
                preexec_fn()
            if restore_signals:
                # The program gets what this one ignores for its own sake in its usual way; 2.7 leaves it ignored.
                for number in (signal.SIGPIPE, signal.SIGXFSZ):
                    signal.signal(number, signal.SIG_DFL)
            fcntl.fcntl(error_writer, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
            if env is None:
                os.execvp(executable, args)
            else:
                os.execvpe(executable, args, env)
        except OSError as e:
            number = e.errno
        except:
            pass
        finally:
            try:
                os.write(error_writer, str(number).encode('ascii'))
            finally:
                os._exit(255)

    def poll(self):
        """Its status if it has ended, else None."""
        if self.returncode is None:
            try:
                pid, sts = os.waitpid(self.pid, os.WNOHANG)
            except OSError:
                # Somebody else has waited for it.
                pid, sts = self.pid, 0
            if pid == self.pid:
                self._note_end(sts)
        return self.returncode

    def wait(self):
        """Wait for its end and give its status. A child that fills a pipe nobody reads never ends: see communicate()."""
        while self.returncode is None:
            try:
                pid, sts = _eintr_retry_call(os.waitpid, self.pid, 0)
            except OSError as e:
                if e.errno != errno.ECHILD:
                    raise
                pid, sts = self.pid, 0
            self._note_end(sts)
        return self.returncode

    def _note_end(self, status):
        self.returncode = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

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
        text = [stream for stream in (self.stdin, self.stdout, self.stderr) if hasattr(stream, 'encoding')]
        if bytes is not str and text and isinstance(input, str):
            input = input.encode()
        if self.stdin:
            self.stdin.flush()
            if not input:
                self.stdin.close()
        # The waiting has a function of its own, as tracebacks show it.
        stdout, stderr = self._communicate_with_poll(input)
        results = []
        for stream, parts in ((self.stdout, stdout), (self.stderr, stderr)):
            result = None
            if stream:
                result = b''.join(parts)
                if bytes is not str and stream in text:
                    result = result.decode().replace('\r\n', '\n')
                stream.close()
            results.append(result)
        self.wait()
        return tuple(results)

    def _communicate_with_poll(self, input):
        # What each readable pipe gave up to its end, by descriptor.
        outputs = dict((stream.fileno(), []) for stream in (self.stdout, self.stderr) if stream)
        left = set(outputs)
        poller = select.poll()
        for fd in left:
            poller.register(fd, select.POLLIN | select.POLLPRI)
        if self.stdin and input:
            left.add(self.stdin.fileno())
            poller.register(self.stdin.fileno(), select.POLLOUT)
        while left:
            try:
                ready = poller.poll()
            except select.error as e:
                if e.args[0] == errno.EINTR:
                    continue
                raise
            for fd, mode in ready:
                if fd in outputs:
                    data = os.read(fd, 4096) if mode & (select.POLLIN | select.POLLPRI) else b''
                    outputs[fd].append(data)
                    more = data
                else:
                    # So little that the pipe takes it without blocking.
                    try:
                        input = input[os.write(fd, input[:512]):]
                    except OSError as e:
                        if e.errno != errno.EPIPE:
                            raise
                        input = b''
                    more = input
                if not more:
                    poller.unregister(fd)
                    left.discard(fd)
                    if fd not in outputs:
                        self.stdin.close()
        return [outputs.get(stream and stream.fileno()) for stream in (self.stdout, self.stderr)]

    def send_signal(self, sig):
        """Send it a signal."""
        os.kill(self.pid, sig)

    def terminate(self):
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        for stream in (self.stdout, self.stderr, self.stdin):
            if stream:
                stream.close()
        self.wait()


def _in_a_new_session(preexec_fn):
    def start():
        os.setsid()
        if preexec_fn is not None:
            preexec_fn()
    return start


def _above_two(fd):
    while fd <= 2:
        fd = os.dup(fd)
    return fd


def getstatusoutput(cmd):
    """(status, output) of a line for the shell, stdout and stderr together, without the last newline."""
    process = Popen(cmd, shell=True, stdout=PIPE, stderr=STDOUT, universal_newlines=True)
    output = process.communicate()[0]
    status = process.returncode
    return (status << 8 if status >= 0 else -status), output[:-1] if output[-1:] == '\n' else output


def getoutput(cmd):
    """The output of a line for the shell."""
    return getstatusoutput(cmd)[1]

# The system's own calls: descriptors, pipes, children.
#
#   gilpy programs/language/processes_and_descriptors.py
#
# See: an error is an OSError with number, text and perhaps a file's name; a child is a copy that goes on from fork().

import errno
import os
import sys


def attempt(what, action):
    try:
        result = repr(action())
    except Exception as error:
        result = '%s: %s %r' % (type(error).__name__, error, getattr(error, 'filename', None))
    print(what + ': ' + result)


reader, writer = os.pipe()
attempt('write', lambda: os.write(writer, b'hello'))
attempt('read', lambda: os.read(reader, 3) == b'hel')
attempt('close', lambda: os.close(writer))
attempt('the rest', lambda: os.read(reader, 100) == b'lo')
attempt('the end', lambda: os.read(reader, 100) == b'')
attempt('no descriptor', lambda: os.read(999, 1))
attempt('closed already', lambda: os.close(writer))
attempt('a negative size', lambda: os.read(reader, -1))
attempt('dup', lambda: os.close(os.dup(reader)))
attempt('seek in a pipe', lambda: os.lseek(reader, 0, 0))
attempt('a terminal', lambda: os.isatty(reader))
attempt('stat', lambda: os.stat('/no/such/file'))
attempt('open', lambda: os.open('/no/such/file', os.O_RDONLY))
attempt('listdir', lambda: os.listdir('/no/such/file'))
attempt('mkdir', lambda: os.mkdir('/'))
attempt('rename', lambda: os.rename('/no/such/file', '/no/such/other'))
attempt('kill', lambda: os.kill(2 ** 22 + 1, 0))
attempt('wait', lambda: os.wait())
attempt('strerror', lambda: (os.strerror(2), errno.errorcode[errno.ENOENT]))
attempt('execv', lambda: os.execv('/no/such/file', ['x']))
attempt('execv without arguments', lambda: os.execv('/no/such/file', []))
root = os.stat('/')
attempt('a stat result', lambda: (len(root), root[6] == root.st_size, int(root.st_mtime) == root[8]))
attempt('the parts', lambda: os.stat_result(range(10)))
attempt('system', lambda: os.WEXITSTATUS(os.system('exit 3')))
os.environ['GILPY_PROGRAM'] = 'seen by children'
sys.stdout.flush()
os.system('echo $GILPY_PROGRAM')

child = os.fork()
if child == 0:
    os._exit(7)
pid, status = os.waitpid(child, 0)
print((pid == child, os.WIFEXITED(status), os.WEXITSTATUS(status)))
sys.stdout.flush()
child = os.fork()
if child == 0:
    print('in the child')
    sys.exit(3)
print(os.WEXITSTATUS(os.waitpid(child, 0)[1]))
child = os.fork()
if child == 0:
    os.kill(os.getpid(), 9)
status = os.waitpid(child, 0)[1]
print((os.WIFSIGNALED(status), os.WTERMSIG(status)))

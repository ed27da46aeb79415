# What files say when they are asked for what they cannot do.
#
#   gilpy programs/language/file_errors.py
#
# See: 2.7 has one type, `file`; 3.2 has three layers, each with a class and messages of its own. A full disk shows when the
# buffer is written out, not when it is written to.

import os
import sys

name = '/tmp/gilpy-program-%d.txt' % os.getpid()


def attempt(what, action):
    try:
        result = repr(action())
    except Exception as error:
        result = '%s: %s' % (type(error).__name__, error)
    print(what + ': ' + result.replace(name, 'NAME'))


out = open(name, 'w')
print(repr(out).replace(name, 'NAME').split(' at 0x')[0])
attempt('write', lambda: out.write('some\ntext'))
attempt('write a number', lambda: out.write(3))
attempt('writelines of numbers', lambda: out.writelines([1]))
attempt('read', lambda: out.read())
attempt('tell', lambda: out.tell())
attempt('close', lambda: out.close())
attempt('close again', lambda: out.close())
attempt('write when closed', lambda: out.write('x'))
attempt('fileno when closed', lambda: out.fileno())
with open(name) as file:
    attempt('write to what is read', lambda: file.write('x'))
    attempt('truncate', lambda: file.truncate())
    attempt('next', lambda: next(file))
    attempt('readline', lambda: file.readline())
    attempt('no such attribute', lambda: file.colour)
attempt('entering a closed one', lambda: file.__enter__())
for mode in ['q', '', 'rw', 'wU', 'rb+', 'r+']:
    attempt('mode ' + repr(mode), lambda: open(name, mode).close())
attempt('a missing one', lambda: open('/no/such/file'))
attempt('a directory', lambda: open('/'))
attempt('a directory for writing', lambda: open('/', 'w'))
attempt('None', lambda: open(None))
attempt('no name', lambda: open())
full = open('/dev/full', 'w')
attempt('write to a full disk', lambda: full.write('x') and None)
attempt('flush to a full disk', lambda: full.flush())
full = open('/dev/full', 'w')
full.write('y')
attempt('close on a full disk', lambda: full.close())
attempt('print to a number', lambda: sys.stdout.write(3))
os.remove(name)

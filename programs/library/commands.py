# python commands.py
#
# Commands of the system: a pipe to one, in the modes that os.popen() takes in either version, and a child that keeps
# the descriptors it is given, the highest number among them.

import os
import subprocess
import sys

for mode in ('r', 'rb', 'rt', 're', 'r+', 'rw', 'U', '', 'a'):
    try:
        pipe = os.popen('echo one; echo two', mode)
    except Exception as error:
        print('%r: %s' % (mode, type(error).__name__))
    else:
        print('%r: %r, %r' % (mode, pipe.readlines(), pipe.close()))
for mode in ('w', 'wb', 'wt', 'we', 'w+'):
    try:
        pipe = os.popen('cat', mode)
    except Exception as error:
        print('%r: %s' % (mode, type(error).__name__))
    else:
        pipe.write('to the command\n')
        sys.stdout.flush()
        print('%r: %r' % (mode, pipe.close()))
for arguments in ((None,), ('true', None), ('tr\0ue',), ('true', 'r\0')):
    try:
        os.popen(*arguments)
    except (TypeError, ValueError) as error:
        print(type(error).__name__ if sys.version_info[0] == 3 else error)

if sys.version_info[0] == 3:
    for kept in ((), (2 ** 31 - 1,), (2 ** 31 - 2, 2 ** 31 - 1)):
        print(subprocess.call(['true'], pass_fds=kept))
else:
    # Text is a command if it is ASCII.
    print(os.popen('echo text'.decode('ascii')).read())
    try:
        os.popen('echo \xe4'.decode('latin-1'))
    except UnicodeEncodeError as error:
        print(error)

# Files: writing, reading, lines, positions.
#
#   gilpy programs/language/text_and_bytes_files.py
#
# See: iteration gives lines with their newlines; `with` closes; a closed file refuses; a missing one is an IOError.

import os

name = '/tmp/gilpy-program-%d.txt' % os.getpid()
with open(name, 'w') as f:
    f.write('first line\nsecond\n')
    f.writelines(['third\n', 'fourth without end'])
with open(name) as f:
    print(f.readline())
    print(f.read(3))
    print(f.readlines())
    print(repr(f.read()))
with open(name) as f:
    print([line.strip() for line in f])
with open(name, 'a') as f:
    f.write('\n')
with open(name, 'rb') as f:
    f.seek(6)
    print(f.read(4) == b'line')
    print(f.tell())
print(f.closed)
try:
    f.read()
except ValueError as error:
    print(error)
os.remove(name)
try:
    open(name)
except IOError as error:
    print([error.errno, error.strerror, error.filename == name])

# What a buffered reader has read ahead is neither lost nor given twice, however large the next piece.
#
#   gilpy --profile 2.7 programs/library/reads_beyond_the_buffer.py
#
# See: after a line, a read that is larger than the buffer's rest goes on where the line ended.

import io
import os
import socket
import tempfile

DATA = b"".join(("line %d\n" % number).encode("ascii") for number in range(5000))

fd, path = tempfile.mkstemp()
os.write(fd, DATA)
os.close(fd)

for size in 1, 2, 7, 4096, 8192:
    for step in 1, 3, 8191, 8192, 8193, 20000:
        f = io.open(path, "rb", size)
        pieces = [f.readline(), f.peek(1)[:0]]
        while len(pieces) < 400:
            piece = f.read(step)
            pieces.append(piece)
            if not piece:
                break
            if len(pieces) % 3 == 0:
                pieces.append(f.readline())
            if len(pieces) % 7 == 0:
                assert f.tell() == sum(map(len, pieces))
        pieces.append(f.read())
        f.close()
        if b"".join(pieces) != DATA:
            print("buffer %d, step %d: WRONG" % (size, step))

f = io.open(path, "r+b")
print("%r %d %d" % (f.readline(), len(f.read(20000)), f.tell()))
f.write(b"#")
f.seek(20006)
print(repr(f.read(4)))
f.close()
f = io.open(path, "r")
print("%d %d %d" % (len(f.readline()), len(f.read(20000)), len(f.read(30000))))
f.close()
os.unlink(path)

text = b"here\xe1\x88\xb4\r\n" * 20
for size in 1, 2, 3, 5, 16:
    for step in 1, 2, 3, 6, 9, 31:
        ours, theirs = socket.socketpair()
        ours.sendall(text)
        ours.close()
        # 2.7's makefile() has a buffer of its own kind.
        f = io.open(os.dup(theirs.fileno()), "rb", size)
        theirs.close()
        pieces = [f.read(1)]
        while pieces[-1]:
            pieces.append(f.read(step))
        f.close()
        if b"".join(pieces) != text:
            print("socket, buffer %d, step %d: WRONG" % (size, step))
print("done")

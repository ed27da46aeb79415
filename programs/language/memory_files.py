# Files in memory: io.StringIO for text, io.BytesIO for bytes.
#
#   gilpy programs/language/memory_files.py
#
# See: they read, write, seek and iterate like files, beyond their end there are zeros, and what is closed refuses.

import io


def attempt(action):
    try:
        print(repr(action()))
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))


def text(ascii):
    return ascii.encode('ascii').decode('ascii')


memory = io.StringIO(text('one\ntwo\r\nthree'))
attempt(memory.readline)
attempt(memory.tell)
attempt(memory.readlines)
attempt(memory.read)
attempt(lambda: memory.seek(4))
attempt(lambda: int(memory.write(text('TWO'))))
attempt(memory.getvalue)
attempt(lambda: memory.seek(1, 1))
attempt(lambda: memory.seek(-1))
attempt(lambda: memory.seek(0, 5))
attempt(lambda: int(memory.truncate(5)))
attempt(memory.getvalue)
attempt(lambda: memory.seek(8))
memory.write(text('x'))
attempt(memory.getvalue)
attempt(lambda: memory.write(3))
attempt(lambda: io.StringIO(3))
attempt(lambda: io.StringIO(text('a\r\nb\rc'), newline=None).getvalue())
attempt(lambda: io.StringIO(text('a\r\nb\rc'), newline='').readlines())
attempt(lambda: io.StringIO(text('a\nb'), newline='\r\n').getvalue())
attempt(memory.close)
attempt(memory.read)
attempt(lambda: memory.closed)

memory = io.BytesIO(b'one\ntwo\nthree')
attempt(memory.readline)
attempt(lambda: memory.read(2))
attempt(lambda: list(memory))
attempt(lambda: memory.seek(-3, 2))
attempt(lambda: int(memory.write(b'12345')))
attempt(memory.getvalue)
attempt(lambda: memory.seek(20))
attempt(lambda: memory.read())
memory.write(b'!')
attempt(lambda: memory.getvalue()[-6:])
target = bytearray(4)
memory.seek(0)
attempt(lambda: memory.readinto(target))
attempt(lambda: bytes(target))
attempt(lambda: memory.fileno())
attempt(lambda: io.BytesIO(3))
attempt(lambda: int(io.BytesIO().write(b'abc')))
memory.close()
attempt(memory.getvalue)

wrapped = io.TextIOWrapper(io.BytesIO(b'caf\xc3\xa9\nend'), encoding='utf-8')
attempt(lambda: wrapped.readline() == b'caf\xc3\xa9\n'.decode('utf-8'))
attempt(lambda: wrapped.read() == text('end'))

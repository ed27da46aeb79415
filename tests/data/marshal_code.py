"""Print the marshalled code object of each file in hexadecimal, a line each.

    python marshal_code.py FILE...          under real CPython 2.7 or 3.2

A `.py` file is compiled; any other file is taken for a `.pyc` file, whose magic number must be that of this Python,
and its code object is loaded and marshalled again.
"""
import binascii
import imp
import marshal
import sys

for name in sys.argv[1:]:
    with open(name, 'rb') as source:
        data = source.read()
    if name.endswith('.py'):
        code = compile(data, name, 'exec', 0, True)
    else:
        assert data[:4] == imp.get_magic(), name
        code = marshal.loads(data[8:])
    print(binascii.hexlify(marshal.dumps(code)).decode('ascii'))

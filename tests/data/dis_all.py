"""Print what dis.dis says of a file's code object and of every one inside it, in the order of their constants.

    python dis_all.py FILE...          under real CPython 2.7 or 3.x
"""
from __future__ import print_function
import dis
import sys


def nested(code, path):
    for value in code.co_consts:
        if type(value) is type(code):
            inner = path + [value.co_name]
            print('\nDisassembly of %s:' % '.'.join(inner))
            dis.dis(value)
            nested(value, inner)


for name in sys.argv[1:]:
    with open(name, 'rb') as source:
        code = compile(source.read(), name, 'exec', 0, True)
    dis.dis(code)
    nested(code, [])

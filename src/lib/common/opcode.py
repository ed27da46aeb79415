"""The opcodes: their names by number, their numbers by name, and what the argument of each stands for."""

import _opcode
from _opcode import cmp_op, HAVE_ARGUMENT

__all__ = ["cmp_op", "hasconst", "hasname", "hasjrel", "hasjabs",
           "haslocal", "hascompare", "hasfree", "opname", "opmap",
           "HAVE_ARGUMENT", "EXTENDED_ARG"]

hasconst, hasname, hasjrel, hasjabs, haslocal, hascompare, hasfree = [], [], [], [], [], [], []
opname = ['<%d>' % number for number in range(256)]
opmap = {}

for _number, _name, _list in _opcode.table:
    opname[_number] = _name
    opmap[_name] = _number
    if _list:
        globals()[_list].append(_number)

EXTENDED_ARG = opmap['EXTENDED_ARG']
del _number, _name, _list

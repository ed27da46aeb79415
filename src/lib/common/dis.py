"""Bytecode as text: a line an instruction, with the source line it begins, its offset, its name and its argument."""

from __future__ import print_function
import sys
import types
from opcode import *
from opcode import __all__ as _opcodes

_PY2 = str is bytes

__all__ = ["dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels"] + _opcodes
if not _PY2:
    __all__ += ["code_info", "show_code"]
_have_code = (types.MethodType, types.FunctionType, types.CodeType, type)
if _PY2:
    _have_code += (types.ClassType,)


def dis(x=None):
    """Disassemble a function, a method, code, or all that a class or module holds of these; nothing: the last traceback."""
    if x is None:
        distb()
        return
    if _PY2 and isinstance(x, types.InstanceType):
        x = x.__class__
    x = _code_of(x)
    if hasattr(x, '__dict__'):
        for name, held in sorted(x.__dict__.items()):
            if isinstance(held, _have_code):
                print("Disassembly of %s:" % name)
                try:
                    dis(held)
                except TypeError as msg:
                    print("Sorry:", msg)
                print()
    elif hasattr(x, 'co_code'):
        disassemble(x)
    elif isinstance(x, (bytes, bytearray) if not _PY2 else bytes):
        _disassemble_bytes(x)
    elif isinstance(x, str):
        disassemble(_compiled(x, '<dis>'))
    else:
        raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def _code_of(x):
    for name in ('im_func', 'func_code') if _PY2 else ('__func__', '__code__'):
        x = getattr(x, name, x)
    return x


def _compiled(source, name):
    try:
        return compile(source, name, 'eval')
    except SyntaxError:
        return compile(source, name, 'exec')


def distb(tb=None):
    """Disassemble what a traceback ended in; nothing: the last one that the prompt showed."""
    if tb is None:
        if not hasattr(sys, 'last_traceback'):
            raise RuntimeError("no last traceback to disassemble")
        tb = sys.last_traceback
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti)


def _instructions(code):
    # (offset, opcode, argument or None, offset of the next). An argument is not put together here.
    code = bytearray(code)
    at = 0
    while at < len(code):
        op, start = code[at], at
        at += 1
        arg = None
        if op >= HAVE_ARGUMENT:
            arg = code[at] + code[at + 1] * 256
            at += 2
        yield start, op, arg, at


def _show(*columns):
    # 3.2 has a blank behind each column, 2.7 between them.
    print(*columns, end='\n' if _PY2 else ' \n')


def _head(start, op, labels, lasti, width):
    return '-->' if start == lasti else '   ', '>>' if start in labels else '  ', repr(start).rjust(4), opname[op].ljust(width)


def disassemble(co, lasti=-1):
    """Disassemble a code object; lasti: the offset that gets an arrow."""
    labels = findlabels(co.co_code)
    lines = dict(findlinestarts(co))
    cells = co.co_cellvars + co.co_freevars
    extended = 0
    for start, op, arg, end in _instructions(co.co_code):
        if start in lines and start > 0:
            print()
        columns = ["%3d" % lines[start] if start in lines else '   ']
        columns += _head(start, op, labels, lasti, 20)
        if arg is not None:
            arg += extended
            extended = arg * 65536 if op == EXTENDED_ARG else 0
            columns.append(repr(arg).rjust(5))
            if op in hasconst:
                columns.append('(' + repr(co.co_consts[arg]) + ')')
            elif op in hasname:
                columns.append('(' + co.co_names[arg] + ')')
            elif op in hasjrel:
                columns.append('(to ' + repr(end + arg) + ')')
            elif op in haslocal:
                columns.append('(' + co.co_varnames[arg] + ')')
            elif op in hascompare:
                columns.append('(' + cmp_op[arg] + ')')
            elif op in hasfree:
                columns.append('(' + cells[arg] + ')')
        _show(*columns)


disco = disassemble


def _disassemble_bytes(code, lasti=-1, varnames=None, names=None, constants=None):
    # Where the names are not known there are numbers.
    labels = findlabels(code)
    for start, op, arg, end in _instructions(code):
        columns = list(_head(start, op, labels, lasti, 15))
        if arg is not None:
            columns.append(repr(arg).rjust(5))
            if op in hasconst:
                columns.append('(' + repr(constants[arg]) + ')' if constants else '(%d)' % arg)
            elif op in hasname:
                columns.append('(' + names[arg] + ')' if names is not None else '(%d)' % arg)
            elif op in hasjrel:
                columns.append('(to ' + repr(end + arg) + ')')
            elif op in haslocal:
                columns.append('(' + varnames[arg] + ')' if varnames else '(%d)' % arg)
            elif op in hascompare:
                columns.append('(' + cmp_op[arg] + ')')
        _show(*columns)


if _PY2:
    disassemble_string = _disassemble_bytes


def findlabels(code):
    """The offsets that something jumps to."""
    labels = []
    for start, op, arg, end in _instructions(code):
        label = end + arg if op in hasjrel else arg if op in hasjabs else None
        if label is not None and label not in labels:
            labels.append(label)
    return labels


def findlinestarts(code):
    """Pairs of an offset and the line that begins there."""
    table = bytearray(code.co_lnotab)
    last, line, address = None, code.co_firstlineno, 0
    for bytes_more, lines_more in zip(table[0::2], table[1::2]):
        if bytes_more:
            if line != last:
                yield address, line
                last = line
            address += bytes_more
        line += lines_more
    if line != last:
        yield address, line


if not _PY2:
    COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
                           64: "NOFREE"}

    def pretty_flags(flags):
        """The names of a code object's flags."""
        names = [COMPILER_FLAG_NAMES.get(1 << at, hex(1 << at)) for at in range(32) if flags >> at & 1]
        return ", ".join(names) or hex(flags)

    def code_info(x):
        """What there is to say about code, besides the instructions."""
        x = _code_of(x)
        if isinstance(x, str):
            x = _compiled(x, "<code_info>")
        if not hasattr(x, 'co_code'):
            raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)
        facts = [("Name", x.co_name), ("Filename", x.co_filename), ("Argument count", x.co_argcount),
                 ("Kw-only arguments", x.co_kwonlyargcount), ("Number of locals", x.co_nlocals),
                 ("Stack size", x.co_stacksize), ("Flags", pretty_flags(x.co_flags))]
        lines = ["%-18s %s" % (name + ':', value) for name, value in facts]
        for title, held, form in (("Constants", x.co_consts, "%4d: %r"), ("Names", x.co_names, "%4d: %s"),
                                  ("Variable names", x.co_varnames, "%4d: %s"), ("Free variables", x.co_freevars, "%4d: %s"),
                                  ("Cell variables", x.co_cellvars, "%4d: %s")):
            if held:
                lines.append(title + ':')
                lines += [form % numbered for numbered in enumerate(held)]
        return "\n".join(lines)

    def show_code(co):
        """Print what code_info() says."""
        print(code_info(co))

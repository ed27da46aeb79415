"""Tracebacks as text, in the format of 2.7."""

import sys
from _tbentries import (extract_stack, extract_tb, format_list, format_stack, format_tb, print_list, print_stack,
                        print_tb, _print, _format_final_exc_line)

__all__ = ['extract_stack', 'extract_tb', 'format_exception',
           'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception',
           'print_last', 'print_stack', 'print_tb', 'tb_lineno']


class _Classic:
    pass

_InstanceType = type(_Classic())


def print_exception(etype, value, tb, limit=None, file=None):
    """Print head, entries and exception to file (sys.stderr)."""
    if file is None:
        file = sys.stderr
    for text in format_exception(etype, value, tb, limit):
        _print(file, text, '')


def format_exception(etype, value, tb, limit=None):
    """The text of head, entries and exception, as a list of strings of whole lines."""
    entries = ['Traceback (most recent call last):\n'] + format_tb(tb, limit) if tb else []
    return entries + format_exception_only(etype, value)


def format_exception_only(etype, value):
    """The text of an exception: one string, after those that show the place if it is a SyntaxError."""
    # Who calls this with an instance for a type, or with a string (an exception of old), gets it shown as it is.
    if isinstance(etype, (BaseException, _InstanceType)) or etype is None or type(etype) is str:
        return [_format_final_exc_line(etype, _some_str(value) if value is not None else '')]
    stype = etype.__name__
    lines = []
    if issubclass(etype, SyntaxError):
        try:
            msg, (filename, lineno, offset, badline) = value.args
        except Exception:
            pass
        else:
            lines = _syntax_error_place(filename or "<string>", lineno, offset, badline)
            value = msg
    lines.append(_format_final_exc_line(stype, _some_str(value) if value is not None else ''))
    return lines


def _syntax_error_place(filename, lineno, offset, badline):
    lines = ['  File "%s", line %d\n' % (filename, lineno)]
    if badline is not None:
        lines.append('    %s\n' % badline.strip())
        if offset is not None:
            margin = badline.rstrip('\n')
            margin = margin[:min(len(margin), offset) - 1].lstrip()
            # A tab stays a tab, or the caret would not stand below its column.
            lines.append('    %s^\n' % ''.join(c.isspace() and c or ' ' for c in margin))
    return lines


def _some_str(value):
    try:
        return str(value)
    except Exception:
        pass
    try:
        return unicode(value).encode("ascii", "backslashreplace")
    except Exception:
        pass
    return '<unprintable %s object>' % type(value).__name__


def print_exc(limit=None, file=None):
    """Print the exception that is being handled to file (sys.stderr)."""
    try:
        etype, value, tb = sys.exc_info()
        print_exception(etype, value, tb, limit, file)
    finally:
        # This frame is in no traceback, but the names would keep one alive if it were.
        etype = value = tb = None


def format_exc(limit=None):
    """The text that print_exc() prints."""
    try:
        etype, value, tb = sys.exc_info()
        return ''.join(format_exception(etype, value, tb, limit))
    finally:
        etype = value = tb = None


def print_last(limit=None, file=None):
    """Print the exception that the prompt showed last."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file)


def tb_lineno(tb):
    """The line number of a traceback's entry."""
    return tb.tb_lineno

"""Tracebacks as text, in the format of 3.2: with the exceptions that an exception was raised from, or while handling."""

import sys
from _tbentries import (extract_stack, extract_tb, format_list, format_stack, format_tb, print_list, print_stack,
                        print_tb, _print, _format_final_exc_line)

__all__ = ['extract_stack', 'extract_tb', 'format_exception',
           'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception',
           'print_last', 'print_stack', 'print_tb']

_cause_message = "\nThe above exception was the direct cause of the following exception:\n\n"
_context_message = "\nDuring handling of the above exception, another exception occurred:\n\n"


def _iter_chain(exc, tb, seen):
    # The oldest first. A cause hides the context, and no exception is shown twice.
    seen.add(exc)
    cause = exc.__cause__
    for earlier, message in ((cause, _cause_message), (exc.__context__, _context_message)):
        if earlier is not None and earlier not in seen:
            for item in _iter_chain(earlier, earlier.__traceback__, seen):
                yield item
            yield message, None
            break
    yield exc, tb or exc.__traceback__


def print_exception(etype, value, tb, limit=None, file=None, chain=True):
    """Print head, entries and exception to file (sys.stderr), with chain=True after those that it came from."""
    if file is None:
        file = sys.stderr
    values = _iter_chain(value, tb, set()) if chain else [(value, tb)]
    for value, tb in values:
        for text in _texts(value, tb, limit):
            _print(file, text, '')


def format_exception(etype, value, tb, limit=None, chain=True):
    """The text that print_exception() prints, as a list of strings of whole lines."""
    texts = []
    values = _iter_chain(value, tb, set()) if chain else [(value, tb)]
    for value, tb in values:
        texts.extend(_texts(value, tb, limit))
    return texts


def _texts(value, tb, limit):
    # Of one item of the chain: an exception, or the words between two.
    if isinstance(value, str):
        return [value]
    head = ['Traceback (most recent call last):\n'] + format_tb(tb, limit) if tb else []
    return head + format_exception_only(type(value), value)


def format_exception_only(etype, value):
    """The text of an exception: one string, after those that show the place if it is a SyntaxError."""
    if etype is None:
        return [_format_final_exc_line(etype, _some_str(value) if value is not None else '')]
    stype = etype.__name__
    if etype.__module__ not in ("__main__", "builtins"):
        stype = etype.__module__ + '.' + stype
    if not issubclass(etype, SyntaxError):
        return [_format_final_exc_line(stype, _some_str(value) if value is not None else '')]
    lines = ['  File "%s", line %s\n' % (value.filename or "<string>", str(value.lineno) or '?')]
    if value.text is not None:
        lines.append('    %s\n' % value.text.strip())
        if value.offset is not None:
            # A tab stays a tab, or the caret would not stand below its column; offsets count from 1.
            margin = value.text.rstrip('\n')[:value.offset].lstrip()
            lines.append('   %s^\n' % ''.join(c.isspace() and c or ' ' for c in margin))
    lines.append("%s: %s\n" % (stype, value.msg or "<no detail available>"))
    return lines


def _some_str(value):
    try:
        return str(value)
    except:
        return '<unprintable %s object>' % type(value).__name__


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled to file (sys.stderr)."""
    try:
        etype, value, tb = sys.exc_info()
        print_exception(etype, value, tb, limit, file, chain)
    finally:
        # This frame is in no traceback, but the names would keep one alive if it were.
        etype = value = tb = None


def format_exc(limit=None, chain=True):
    """The text that print_exc() prints."""
    try:
        etype, value, tb = sys.exc_info()
        return ''.join(
            format_exception(etype, value, tb, limit, chain))
    finally:
        etype = value = tb = None


def print_last(limit=None, file=None, chain=True):
    """Print the exception that the prompt showed last."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)

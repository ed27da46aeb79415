"""The half of `traceback` that both versions share: stack entries, as tuples and as text.

An entry is (file name, line number, function name, source line without its margins or None).
"""

import linecache
import sys


def _print(file, str='', terminator='\n'):
    file.write(str + terminator)


def _limit(limit):
    return getattr(sys, 'tracebacklimit', None) if limit is None else limit


def _entry(frame, lineno):
    filename = frame.f_code.co_filename
    linecache.checkcache(filename)
    line = linecache.getline(filename, lineno, frame.f_globals)
    return filename, lineno, frame.f_code.co_name, line.strip() if line else None


def _entry_lines(entry):
    filename, lineno, name, line = entry
    yield '  File "%s", line %d, in %s' % (filename, lineno, name)
    if line:
        yield '    %s' % line.strip()


def extract_tb(tb, limit=None):
    """The entries of a traceback, outermost call first, at most `limit` (or sys.tracebacklimit) of them."""
    limit = _limit(limit)
    entries = []
    while tb is not None and (limit is None or len(entries) < limit):
        entries.append(_entry(tb.tb_frame, tb.tb_lineno))
        tb = tb.tb_next
    return entries


def extract_stack(f=None, limit=None):
    """The entries of a frame (the caller's, if none is given) and its callers, outermost first.

    With a limit those nearest to the frame.
    """
    if f is None:
        f = sys._getframe(1)
    limit = _limit(limit)
    entries = []
    while f is not None and (limit is None or len(entries) < limit):
        entries.append(_entry(f, f.f_lineno))
        f = f.f_back
    entries.reverse()
    return entries


def format_list(extracted_list):
    """The text of entries: a string of whole lines for each."""
    return [''.join(line + '\n' for line in _entry_lines(entry)) for entry in extracted_list]


def print_list(extracted_list, file=None):
    """Print entries to file (sys.stderr)."""
    if file is None:
        file = sys.stderr
    for entry in extracted_list:
        for line in _entry_lines(entry):
            _print(file, line)


def format_tb(tb, limit=None):
    """The text of a traceback's entries."""
    return format_list(extract_tb(tb, limit))


def print_tb(tb, limit=None, file=None):
    """Print a traceback's entries to file (sys.stderr), without head and exception."""
    print_list(extract_tb(tb, limit), file)


def format_stack(f=None, limit=None):
    """The text of the entries of extract_stack()."""
    return format_list(extract_stack(sys._getframe(1) if f is None else f, limit))


def print_stack(f=None, limit=None, file=None):
    """Print the entries of extract_stack() to file (sys.stderr)."""
    print_list(extract_stack(sys._getframe(1) if f is None else f, limit), file)


def _format_final_exc_line(etype, valuestr):
    return "%s: %s\n" % (etype, valuestr) if valuestr else "%s\n" % etype

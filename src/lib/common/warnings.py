"""Warnings: messages about code that works, printed on stderr once for each place.

Filters say what is done with which: the first that fits is taken. An action is one of error (raise it), ignore, always,
default (once for each place), module (once for each module), once.
"""

import sys
import linecache

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings"]

# (action, pattern of the message's beginning or None, category, pattern of the module or None, line number or 0)
filters = [("ignore", None, DeprecationWarning, None, 0), ("ignore", None, PendingDeprecationWarning, None, 0),
           ("ignore", None, ImportWarning, None, 0)]
if 'BytesWarning' in dir(__import__('__builtin__' if str is bytes else 'builtins')):
    filters.append(("ignore", None, BytesWarning, None, 0))
defaultaction = "default"
onceregistry = {}


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning: two lines, the second being the one in the source."""
    text = "%s:%s: %s: %s\n" % (filename, lineno, category.__name__, message)
    line = (linecache.getline(filename, lineno) if line is None else line).strip()
    return text + "  %s\n" % line if line else text


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Print a warning. May be replaced by the program."""
    file = sys.stderr if file is None else file
    try:
        file.write(formatwarning(message, category, filename, lineno, line))
    except IOError:
        # stderr may be closed; a warning is not worth an error.
        pass


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=0):
    """Put a filter in front of the others (or behind them). Message and module are regular expressions that their beginnings
    must match; upper and lower case are the same in messages."""
    _check_action(action)
    if message or module:
        # Only here, since most programs have no such filters.
        import re
        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _insert((action, message or None, category, module or None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=0):
    """A filter for any message and module."""
    _check_action(action)
    _insert((action, None, category, None, lineno), append)


def _check_action(action):
    assert action in ("error", "ignore", "always", "default", "module", "once"), "invalid action: %r" % (action,)


def _insert(item, append):
    if append:
        filters.append(item)
    else:
        filters.insert(0, item)


def resetwarnings():
    """Remove all filters."""
    filters[:] = []


def warn(message, category=None, stacklevel=1):
    """Warn, in the name of the caller (stacklevel 1), of its caller (2), and so on."""
    if isinstance(message, Warning):
        category = message.__class__
    category = category or UserWarning
    assert issubclass(category, Warning)
    try:
        frame = sys._getframe(stacklevel)
    except ValueError:
        namespace, filename, lineno = sys.__dict__, "sys", 1
    else:
        namespace, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    registry = namespace.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, namespace.get('__name__', '<string>'), registry)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None):
    """Warn in the name of a place. `registry` remembers what was shown there already."""
    lineno = int(lineno)
    if module is None:
        module = filename[:-3] if filename.endswith(".py") else filename or "<unknown>"
    registry = {} if registry is None else registry
    text = str(message) if isinstance(message, Warning) else message
    category = message.__class__ if isinstance(message, Warning) else category
    message = message if isinstance(message, Warning) else category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = defaultaction
    for candidate, message_pattern, kind, module_pattern, line in filters:
        if ((message_pattern is None or message_pattern.match(text)) and issubclass(category, kind)
                and (module_pattern is None or module_pattern.match(module)) and line in (0, lineno)):
            action = candidate
            break
    if action == "error":
        raise message
    if action == "ignore":
        registry[key] = 1
        return
    if action in ("once", "module"):
        seen = onceregistry if action == "once" else registry
        wide_key = (text, category) if action == "once" else (text, category, 0)
        registry[key] = 1
        if seen.get(wide_key):
            return
        seen[wide_key] = 1
    elif action == "default":
        registry[key] = 1
    showwarning(message, category, filename, lineno)


class catch_warnings(object):
    """A `with` block after which filters and showwarning are what they were; with record=True it gives the list of warnings."""

    def __init__(self, record=False, module=None):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module

    def __enter__(self):
        self._saved = self._module.filters[:], self._module.showwarning
        if not self._record:
            return None
        log = []
        self._module.showwarning = lambda *args, **kwargs: log.append(WarningMessage(*args, **kwargs))
        return log

    def __exit__(self, *exc_info):
        self._module.filters[:], self._module.showwarning = self._saved


class WarningMessage(object):
    """A recorded warning."""

    def __init__(self, message, category, filename, lineno, file=None, line=None):
        self.message, self.category, self.filename, self.lineno = message, category, filename, lineno
        self.file, self.line = file, line

"""Logging: records of what a program does, made by loggers, written by handlers.

Loggers have dotted names and so a tree: a record goes to the handlers of its logger, then to those of the logger's parents,
as long as `propagate` says so. What is below the level that holds for a logger is dropped before a record is made.

The lock of the module guards the tree and the list of handlers; each handler has a lock of its own, held while it writes.
"""

import atexit
import os
import sys
import threading
import time
import traceback
import warnings
import weakref

_PY2 = str is bytes
if _PY2:
    from cStringIO import StringIO
    from collections import Mapping as _Mapping
    from thread import get_ident
    _ints, _names_of_32 = (int, long), []
else:
    from io import StringIO
    from _thread import get_ident
    _ints, _Mapping = int, dict
    _names_of_32 = ['getLogRecordFactory', 'setLogRecordFactory', 'lastResort']

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR', 'FATAL', 'FileHandler', 'Filter', 'Formatter',
           'Handler', 'INFO', 'LogRecord', 'Logger', 'LoggerAdapter', 'NOTSET', 'NullHandler', 'StreamHandler', 'WARN',
           'WARNING', 'addLevelName', 'basicConfig', 'captureWarnings', 'critical', 'debug', 'disable', 'error', 'exception',
           'fatal', 'getLevelName', 'getLogger', 'getLoggerClass', 'info', 'log', 'makeLogRecord', 'setLoggerClass', 'warn',
           'warning'] + _names_of_32

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

_levelNames = {'WARN': WARNING}
for _number, _name in ((CRITICAL, 'CRITICAL'), (ERROR, 'ERROR'), (WARNING, 'WARNING'), (INFO, 'INFO'), (DEBUG, 'DEBUG'),
                       (NOTSET, 'NOTSET')):
    _levelNames[_number], _levelNames[_name] = _name, _number

# Errors inside of handlers are told on stderr, not raised, if this is true, and kept silent if not.
raiseExceptions = 1
# What records are given besides the message.
logThreads = logMultiprocessing = logProcesses = 1

_startTime = time.time()
_lock = threading.RLock()


def _acquireLock():
    _lock.acquire()


def _releaseLock():
    _lock.release()


def getLevelName(level):
    """The name of a level, or the level of a name."""
    return _levelNames.get(level, "Level %s" % level)


def addLevelName(level, levelName):
    """Give a level a name."""
    with _lock:
        _levelNames[level] = levelName
        _levelNames[levelName] = level


def _checkLevel(level):
    if isinstance(level, _ints):
        return level
    if str(level) != level:
        raise TypeError("Level not an integer or a valid string: %r" % level)
    if level not in _levelNames:
        raise ValueError("Unknown level: %r" % level)
    return _levelNames[level]

# Frames of this file are not where a message comes from.
_srcfile = os.path.normcase(getLevelName.__code__.co_filename)


# ---- records and how they are written ------------------------------------------------------------------------------

class LogRecord(object):
    """One message, and what was known when it was made."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time()
        self.name = name
        self.msg = msg
        if args and len(args) == 1 and isinstance(args[0], _Mapping) and args[0]:
            # A single dict is for %(name)s.
            args = args[0]
        self.args = args
        self.levelname = getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        try:
            self.filename = os.path.basename(pathname)
            self.module = os.path.splitext(self.filename)[0]
        except (TypeError, ValueError, AttributeError):
            self.filename, self.module = pathname, "Unknown module"
        self.exc_info = exc_info
        self.exc_text = None
        if not _PY2:
            self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = now
        self.msecs = (now - int(now)) * 1000
        self.relativeCreated = (now - _startTime) * 1000
        self.thread = self.threadName = None
        if logThreads:
            self.thread = get_ident()
            self.threadName = threading.current_thread().name
        self.processName = 'MainProcess' if logMultiprocessing else None
        self.process = os.getpid() if logProcesses else None

    def __str__(self):
        return '<LogRecord: %s, %s, %s, %s, "%s">' % (self.name, self.levelno, self.pathname, self.lineno, self.msg)

    def getMessage(self):
        """The message with its arguments in it."""
        msg = self.msg
        if not _PY2 or not isinstance(msg, basestring):
            try:
                msg = str(msg)
            except UnicodeError:
                if not _PY2:
                    raise
        if self.args:
            msg = msg % self.args
        return msg

_logRecordFactory = LogRecord

if not _PY2:
    def setLogRecordFactory(factory):
        """What makes records from now on."""
        global _logRecordFactory
        _logRecordFactory = factory

    def getLogRecordFactory():
        """What makes records."""
        return _logRecordFactory


def makeLogRecord(dict):
    """A record with these attributes, such as one that came from elsewhere."""
    record = _logRecordFactory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record


class PercentStyle(object):
    """Formats with %(name)s."""

    default_format = '%(message)s'
    asctime_format = '%(asctime)s'
    asctime_search = '%(asctime)'

    def __init__(self, fmt):
        self._fmt = fmt or self.default_format

    def usesTime(self):
        return self._fmt.find(self.asctime_search) >= 0

    def format(self, record):
        return self._fmt % record.__dict__

from logging._formats import BufferingFormatter, Filter
if not _PY2:
    from logging._formats import StrFormatStyle, StringTemplateStyle, _STYLES
else:
    del PercentStyle


class Formatter(object):
    """Makes text of a record, after a format that names the record's attributes, besides `message` and `asctime`."""

    converter = time.localtime

    if _PY2:
        def __init__(self, fmt=None, datefmt=None):
            self._fmt = fmt or "%(message)s"
            self.datefmt = datefmt

        def usesTime(self):
            return self._fmt.find("%(asctime)") >= 0
    else:
        def __init__(self, fmt=None, datefmt=None, style='%'):
            if style not in _STYLES:
                raise ValueError('Style must be one of: %s' % ','.join(_STYLES.keys()))
            self._style = _STYLES[style](fmt)
            self._fmt = self._style._fmt
            self.datefmt = datefmt

        def usesTime(self):
            return self._style.usesTime()

        def formatMessage(self, record):
            return self._style.format(record)

        def formatStack(self, stack_info):
            return stack_info

    def formatTime(self, record, datefmt=None):
        """When the record was made; without a format as 2003-07-08 16:49:45,896."""
        parts = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, parts)
        return "%s,%03d" % (time.strftime("%Y-%m-%d %H:%M:%S", parts), record.msecs)

    def formatException(self, ei):
        """The traceback, without a newline at its end."""
        out = StringIO()
        traceback.print_exception(ei[0], ei[1], ei[2], None, out)
        text = out.getvalue()
        out.close()
        return text[:-1] if text[-1:] == "\n" else text

    def format(self, record):
        """The whole text: the format's line, then a traceback and a stack, if there are any."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        if _PY2:
            try:
                s = self._fmt % record.__dict__
            except UnicodeDecodeError as error:
                # The name is bytes; the rest may be text.
                try:
                    record.name = record.name.decode('utf-8')
                    s = self._fmt % record.__dict__
                except UnicodeDecodeError:
                    raise error
        else:
            s = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            # Kept for other handlers' sake.
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            s = s if s[-1:] == "\n" else s + "\n"
            try:
                s = s + record.exc_text
            except UnicodeError:
                s = s + record.exc_text.decode(sys.getfilesystemencoding(), 'replace')
        if not _PY2 and record.stack_info:
            s = s if s[-1:] == "\n" else s + "\n"
            s = s + self.formatStack(record.stack_info)
        return s

_defaultFormatter = Formatter()


class Filterer(object):
    """What has filters: a logger, a handler."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Whether all filters let it pass. From 3.2 on a filter may be a function."""
        for f in self.filters:
            passes = f.filter(record) if _PY2 or hasattr(f, 'filter') else f(record)
            if not passes:
                return 0
        return 1


# ---- handlers --------------------------------------------------------------------------------------------------------

_handlers = weakref.WeakValueDictionary()
# Weak references to all handlers, in the order of their making; shutdown() goes through them backwards.
_handlerList = []


def _removeHandlerRef(wr):
    # May be called when the module is being taken apart.
    acquire, release, handlers = _acquireLock, _releaseLock, _handlerList
    if acquire and release and handlers:
        acquire()
        try:
            if wr in handlers:
                handlers.remove(wr)
        finally:
            release()


def _addHandlerRef(handler):
    with _lock:
        _handlerList.append(weakref.ref(handler, _removeHandlerRef))


class Handler(Filterer):
    """Does something with records: writes them, sends them, keeps them."""

    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        _addHandlerRef(self)
        self.createLock()

    def get_name(self):
        return self._name

    def set_name(self, name):
        with _lock:
            if self._name in _handlers:
                del _handlers[self._name]
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        self.lock = threading.RLock()

    def acquire(self):
        if self.lock:
            self.lock.acquire()

    def release(self):
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def format(self, record):
        if self.formatter:
            fmt = self.formatter
        else:
            fmt = _defaultFormatter
        return fmt.format(record)

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Emit the record, under the lock, if the filters let it pass."""
        rv = self.filter(record)
        if rv:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return rv

    def setFormatter(self, fmt):
        self.formatter = fmt

    def flush(self):
        """Nothing is held back here."""

    def close(self):
        """Forget the handler's name."""
        with _lock:
            if self._name and self._name in _handlers:
                del _handlers[self._name]

    def handleError(self, record):
        """Called in an except clause of emit()."""
        if not (raiseExceptions and sys.stderr):
            return
        ei = sys.exc_info()
        try:
            traceback.print_exception(ei[0], ei[1], ei[2], None, sys.stderr)
            sys.stderr.write('Logged from file %s, line %s\n' % (record.filename, record.lineno))
        except IOError:
            # stderr may be closed.
            pass
        finally:
            del ei


class StreamHandler(Handler):
    """Writes to a file object; without one, to what sys.stderr is now."""

    terminator = '\n'

    def __init__(self, stream=None):
        Handler.__init__(self)
        if stream is None:
            stream = sys.stderr
        self.stream = stream

    def flush(self):
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()
        finally:
            self.release()

    if _PY2:
        def emit(self, record):
            try:
                msg = self.format(record)
                stream = self.stream
                fs = "%s\n"
                try:
                    if isinstance(msg, unicode) and getattr(stream, 'encoding', None):
                        # A file has an encoding, but it encodes by ASCII.
                        try:
                            stream.write(unicode(fs) % msg)
                        except UnicodeEncodeError:
                            stream.write((unicode(fs) % msg).encode(stream.encoding))
                    else:
                        stream.write(fs % msg)
                except UnicodeError:
                    stream.write(fs % msg.encode("UTF-8"))
                self.flush()
            except (KeyboardInterrupt, SystemExit):
                raise
            except:
                self.handleError(record)
    else:
        def emit(self, record):
            try:
                msg = self.format(record)
                stream = self.stream
                stream.write(msg)
                stream.write(self.terminator)
                self.flush()
            except (KeyboardInterrupt, SystemExit):
                raise
            except:
                self.handleError(record)

if _PY2:
    del StreamHandler.terminator


class FileHandler(StreamHandler):
    """Writes to a file, which is opened now or, if `delay`, by the first record."""

    def __init__(self, filename, mode='a', encoding=None, delay=0):
        self.baseFilename = os.path.abspath(filename)
        self.mode = mode
        self.encoding = encoding
        if _PY2:
            self.delay = delay
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, self._open())

    def close(self):
        self.acquire()
        try:
            if self.stream:
                stream = self.stream
                try:
                    self.flush()
                finally:
                    self.stream = None
                    if hasattr(stream, "close"):
                        stream.close()
            StreamHandler.close(self)
        finally:
            self.release()

    def _open(self):
        if self.encoding is None:
            return open(self.baseFilename, self.mode)
        import codecs
        return codecs.open(self.baseFilename, self.mode, self.encoding)

    def emit(self, record):
        if self.stream is None:
            self.stream = self._open()
        StreamHandler.emit(self, record)


class NullHandler(Handler):
    """Does nothing. For libraries, whose users may not have configured anything."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass

    def createLock(self):
        self.lock = None


class _StderrHandler(StreamHandler):
    """Writes to what sys.stderr is at the time."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr

if not _PY2:
    # For records that no handler was found for.
    lastResort = _defaultLastResort = _StderrHandler(WARNING)


# ---- loggers ---------------------------------------------------------------------------------------------------------

def setLoggerClass(klass):
    """The class of loggers that are made from now on."""
    _check_class(klass)
    global _loggerClass
    _loggerClass = klass


def getLoggerClass():
    """The class of new loggers."""
    return _loggerClass


class Logger(Filterer):
    """Where messages go in. Has a level, filters, handlers, and a parent."""

    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name = name
        self.level = _checkLevel(level)
        self.parent = None
        self.propagate = 1
        self.handlers = []
        self.disabled = 0

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def debug(self, msg, *args, **kwargs):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        """An error, with the traceback of the exception that is being handled."""
        kwargs['exc_info'] = True
        self.error(msg, *args, **kwargs)

    def critical(self, msg, *args, **kwargs):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical

    def log(self, level, msg, *args, **kwargs):
        """A message of any level."""
        if not isinstance(level, _ints):
            if raiseExceptions:
                raise TypeError("level must be an integer")
            return
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _caller(self):
        # The frame that called the method that called _log(): findCaller(), _log() and that method are passed over, then
        # whatever else is in this file.
        frame = sys._getframe(4)
        while frame is not None and os.path.normcase(frame.f_code.co_filename) == _srcfile:
            frame = frame.f_back
        return frame

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        rv = _logRecordFactory(name, level, fn, lno, msg, args, exc_info, func, *(() if _PY2 else (sinfo,)))
        for key in extra or ():
            if key in ("message", "asctime") or key in rv.__dict__:
                raise KeyError("Attempt to overwrite %r in LogRecord" % key)
            rv.__dict__[key] = extra[key]
        return rv

    # Programs replace findCaller() and makeRecord(), so the numbers of their arguments and results are each version's own.
    if _PY2:
        def findCaller(self):
            """(file, line, function) of the caller."""
            frame = self._caller()
            if frame is None:
                return "(unknown file)", 0, "(unknown function)"
            return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name

        def _log(self, level, msg, args, exc_info=None, extra=None):
            try:
                fn, lno, func = self.findCaller()
            except ValueError:
                fn, lno, func = "(unknown file)", 0, "(unknown function)"
            if exc_info and not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
            self.handle(self.makeRecord(self.name, level, fn, lno, msg, args, exc_info, func, extra))
    else:
        def findCaller(self, stack_info=False):
            """(file, line, function, stack as text or None) of the caller."""
            frame = self._caller()
            if frame is None:
                return "(unknown file)", 0, "(unknown function)", None
            sinfo = None
            if stack_info:
                out = StringIO()
                out.write('Stack (most recent call last):\n')
                traceback.print_stack(frame, file=out)
                sinfo = out.getvalue().rstrip('\n')
            return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, sinfo

        def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False):
            sinfo = None
            try:
                fn, lno, func, sinfo = self.findCaller(stack_info)
            except ValueError:
                fn, lno, func = "(unknown file)", 0, "(unknown function)"
            if exc_info and not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
            self.handle(self.makeRecord(self.name, level, fn, lno, msg, args, exc_info, func, extra, sinfo))

        def hasHandlers(self):
            """Whether a record would find a handler."""
            logger = self
            while logger:
                if logger.handlers:
                    return True
                logger = logger.parent if logger.propagate else None
            return False

    def handle(self, record):
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def addHandler(self, hdlr):
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def callHandlers(self, record):
        """Give the record to the handlers here and above."""
        found = 0
        logger = self
        while logger:
            for hdlr in logger.handlers:
                found += 1
                if record.levelno >= hdlr.level:
                    hdlr.handle(record)
            logger = logger.parent if logger.propagate else None
        if found:
            return
        if not _PY2 and lastResort:
            if record.levelno >= lastResort.level:
                lastResort.handle(record)
        elif raiseExceptions and not self.manager.emittedNoHandlerWarning:
            sys.stderr.write("No handlers could be found for logger \"%s\"\n" % self.name)
            self.manager.emittedNoHandlerWarning = 1 if _PY2 else True

    def getEffectiveLevel(self):
        """The level that holds here: one's own, or that of the nearest parent that has one."""
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        if self.manager.disable >= level:
            return 0
        return level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        """The logger of this name below this one."""
        if self.root is not self:
            suffix = '.'.join((self.name, suffix))
        return self.manager.getLogger(suffix)


class RootLogger(Logger):
    """The top of the tree."""

    def __init__(self, level):
        Logger.__init__(self, "root", level)

from logging._tree import Manager, PlaceHolder, check_class as _check_class

_loggerClass = Logger
root = RootLogger(WARNING)
Logger.root = root
Logger.manager = Manager(Logger.root)


class LoggerAdapter(object):
    """A logger that gives each record something more, by its `extra`."""

    def __init__(self, logger, extra):
        self.logger = logger
        self.extra = extra

    def process(self, msg, kwargs):
        """The message and the keywords that the logger gets; for subclasses."""
        kwargs["extra"] = self.extra
        return msg, kwargs

    if _PY2:
        def log(self, level, msg, *args, **kwargs):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

        def isEnabledFor(self, level):
            return self.logger.isEnabledFor(level)
    else:
        def log(self, level, msg, *args, **kwargs):
            if self.isEnabledFor(level):
                msg, kwargs = self.process(msg, kwargs)
                self.logger._log(level, msg, args, **kwargs)

        def isEnabledFor(self, level):
            return self.logger.manager.disable < level and level >= self.getEffectiveLevel()

        def setLevel(self, level):
            self.logger.setLevel(level)

        def getEffectiveLevel(self):
            return self.logger.getEffectiveLevel()

        def hasHandlers(self):
            return self.logger.hasHandlers()

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        kwargs["exc_info"] = 1
        self.log(ERROR, msg, *args, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    if not _PY2:
        warn = warning


# ---- the functions of the root logger --------------------------------------------------------------------------------

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"


def basicConfig(**kwargs):
    """Give the root logger a handler, if it has none: on `filename`, or on `stream`. Takes also filemode, format,
    datefmt, level, and from 3.2 on style."""
    with _lock:
        if len(root.handlers) != 0:
            return
        filename = kwargs.pop("filename", None)
        if filename:
            hdlr = FileHandler(filename, kwargs.pop("filemode", 'a'))
        else:
            hdlr = StreamHandler(kwargs.pop("stream", None))
        how = [kwargs.pop("format", BASIC_FORMAT), kwargs.pop("datefmt", None)]
        if not _PY2:
            how.append(kwargs.pop("style", '%'))
        hdlr.setFormatter(Formatter(*how))
        root.addHandler(hdlr)
        level = kwargs.pop("level", None)
        if level is not None:
            root.setLevel(level)
        if kwargs and not _PY2:
            raise ValueError('Unexpected in keyword arguments: %s' % ', '.join(kwargs.keys()))


def getLogger(name=None):
    """The logger of a name; without one, the root."""
    return Logger.manager.getLogger(name) if name else root


def _ready_root():
    if len(root.handlers) == 0:
        basicConfig()
    return root


def critical(msg, *args, **kwargs):
    _ready_root().critical(msg, *args, **kwargs)

fatal = critical


def error(msg, *args, **kwargs):
    _ready_root().error(msg, *args, **kwargs)


def exception(msg, *args, **kwargs):
    kwargs['exc_info'] = True
    error(msg, *args, **kwargs)


def warning(msg, *args, **kwargs):
    _ready_root().warning(msg, *args, **kwargs)

warn = warning


def info(msg, *args, **kwargs):
    _ready_root().info(msg, *args, **kwargs)


def debug(msg, *args, **kwargs):
    _ready_root().debug(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    _ready_root().log(level, msg, *args, **kwargs)


def disable(level):
    """Drop everything of this level and below, whatever loggers say."""
    root.manager.disable = level


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers, the latest first. Called when the program ends."""
    for wr in reversed(handlerList[:]):
        try:
            h = wr()
            if h:
                try:
                    h.acquire()
                    h.flush()
                    h.close()
                except (IOError, ValueError):
                    # Its file may be closed already.
                    pass
                finally:
                    h.release()
        except:
            if raiseExceptions:
                raise

atexit.register(shutdown)

_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    if file is not None:
        if _warnings_showwarning is not None:
            _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning("%s", warnings.formatwarning(message, category, filename, lineno, line))


def captureWarnings(capture):
    """Have warnings logged, by the logger "py.warnings", or shown again as before."""
    global _warnings_showwarning
    if capture and _warnings_showwarning is None:
        _warnings_showwarning = warnings.showwarning
        warnings.showwarning = _showwarning
    elif not capture and _warnings_showwarning is not None:
        warnings.showwarning = _warnings_showwarning
        _warnings_showwarning = None

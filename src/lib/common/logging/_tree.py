"""The tree of loggers. What is here runs under the module's lock."""

from __future__ import absolute_import
import logging

_PY2 = str is bytes
_TEXT = basestring if _PY2 else str


class PlaceHolder(object):
    """Stands for a name in the tree that has loggers below it and is none itself yet."""

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}

    def append(self, alogger):
        self.loggerMap.setdefault(alogger, None)


def check_class(klass):
    if klass != logging.Logger and not issubclass(klass, logging.Logger):
        raise TypeError("logger not derived from logging.Logger: " + klass.__name__)


class Manager(object):
    """The tree of loggers, by their names."""

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.emittedNoHandlerWarning = 0 if _PY2 else False
        self.loggerDict = {}
        self.loggerClass = None
        if not _PY2:
            self.logRecordFactory = None

    def getLogger(self, name):
        """The logger of a name, made at the first call."""
        if not isinstance(name, _TEXT):
            raise TypeError('A logger name must be string or Unicode' if _PY2 else 'A logger name must be a string')
        if _PY2 and isinstance(name, unicode):
            name = name.encode('utf-8')
        with logging._lock:
            found = self.loggerDict.get(name)
            if found is not None and not isinstance(found, PlaceHolder):
                return found
            logger = (self.loggerClass or logging._loggerClass)(name)
            logger.manager = self
            self.loggerDict[name] = logger
            if found is not None:
                self._fixupChildren(found, logger)
            self._fixupParents(logger)
            return logger

    def setLoggerClass(self, klass):
        check_class(klass)
        self.loggerClass = klass

    def setLogRecordFactory(self, factory):
        self.logRecordFactory = factory

    def _fixupParents(self, alogger):
        # The nearest name above that is a logger; names in between remember that there is somebody below them.
        above = alogger.name
        while '.' in above:
            above = above[:above.rfind('.')]
            if not above:
                break
            found = self.loggerDict.get(above)
            if isinstance(found, logging.Logger):
                alogger.parent = found
                return
            if found is None:
                self.loggerDict[above] = PlaceHolder(alogger)
            else:
                found.append(alogger)
        alogger.parent = self.root

    def _fixupChildren(self, ph, alogger):
        # Those below the place whose parent is above it get the new logger in between.
        for child in ph.loggerMap.keys():
            if child.parent.name[:len(alogger.name)] != alogger.name:
                alogger.parent = child.parent
                child.parent = alogger

if _PY2:
    del Manager.setLogRecordFactory

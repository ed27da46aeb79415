"""More handlers: files that are exchanged as they grow or as time passes, buffers, sockets and queues."""

from __future__ import absolute_import
import logging
import os
import socket
import threading
import time

_PY2 = str is bytes
if _PY2:
    from Queue import Empty
else:
    from queue import Empty

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021
DEFAULT_HTTP_LOGGING_PORT = 9022
DEFAULT_SOAP_LOGGING_PORT = 9023
SYSLOG_UDP_PORT = 514
SYSLOG_TCP_PORT = 514

_MIDNIGHT = 24 * 60 * 60


class BaseRotatingHandler(logging.FileHandler):
    """Asks before each record whether the file is to be exchanged."""

    def __init__(self, filename, mode, encoding=None, delay=0):
        logging.FileHandler.__init__(self, filename, mode, encoding, delay)
        self.mode = mode
        self.encoding = encoding

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except (KeyboardInterrupt, SystemExit):
            raise
        except:
            self.handleError(record)

    def _close_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None

    def _put_aside(self, name):
        # The file gets another name, in place of what has it.
        if os.path.exists(name):
            os.remove(name)
        if not _PY2 or os.path.exists(self.baseFilename):
            os.rename(self.baseFilename, name)

    def _open_again(self):
        if not (_PY2 and self.delay):
            self.stream = self._open()


class RotatingFileHandler(BaseRotatingHandler):
    """Puts the file aside as name.1, and so on up to `backupCount`, before it reaches `maxBytes`."""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=0):
        # With 'w' the file would be empty after each start, whatever its size.
        BaseRotatingHandler.__init__(self, filename, 'a' if maxBytes > 0 else mode, encoding, delay)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def doRollover(self):
        self._close_stream()
        if self.backupCount > 0:
            for number in range(self.backupCount - 1, 0, -1):
                source = "%s.%d" % (self.baseFilename, number)
                target = "%s.%d" % (self.baseFilename, number + 1)
                if os.path.exists(source):
                    if os.path.exists(target):
                        os.remove(target)
                    os.rename(source, target)
            self._put_aside(self.baseFilename + ".1")
        self._open_again()

    def shouldRollover(self, record):
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes > 0:
            line = "%s\n" % self.format(record)
            self.stream.seek(0, 2)
            if self.stream.tell() + len(line) >= self.maxBytes:
                return 1
        return 0


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Puts the file aside, with the time in its name, every second ('S'), minute ('M'), hour ('H'), day ('D'), at midnight,
    or on a day of the week ('W0' is Monday)."""

    _UNITS = {'S': (1, "%Y-%m-%d_%H-%M-%S", r"^\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}$"),
              'M': (60, "%Y-%m-%d_%H-%M", r"^\d{4}-\d{2}-\d{2}_\d{2}-\d{2}$"),
              'H': (3600, "%Y-%m-%d_%H", r"^\d{4}-\d{2}-\d{2}_\d{2}$"),
              'D': (_MIDNIGHT, "%Y-%m-%d", r"^\d{4}-\d{2}-\d{2}$"),
              'W': (7 * _MIDNIGHT, "%Y-%m-%d", r"^\d{4}-\d{2}-\d{2}$")}

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False):
        BaseRotatingHandler.__init__(self, filename, 'a', encoding, delay)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        if self.when.startswith('W'):
            if len(self.when) != 2:
                raise ValueError("You must specify a day for weekly rollover from 0 to 6 (0 is Monday): %s" % self.when)
            if self.when[1] < '0' or self.when[1] > '6':
                raise ValueError("Invalid day specified for weekly rollover: %s" % self.when)
            self.dayOfWeek = int(self.when[1])
        unit = {'MIDNIGHT': 'D'}.get(self.when, self.when[:1] if self.when.startswith('W') else self.when)
        if unit not in self._UNITS:
            raise ValueError("Invalid rollover interval specified: %s" % self.when)
        seconds, self.suffix, pattern = self._UNITS[unit]
        import re
        self.extMatch = re.compile(pattern, 0 if _PY2 else re.ASCII)
        self.interval = seconds * interval
        begin = int(os.stat(filename).st_mtime if os.path.exists(filename) else time.time())
        self.rolloverAt = self.computeRollover(begin)

    def _parts(self, seconds):
        return time.gmtime(seconds) if self.utc else time.localtime(seconds)

    def _by_the_clock(self):
        return self.when == 'MIDNIGHT' or self.when.startswith('W')

    def _with_summer_time(self, then, now):
        # So that it stays midnight where the clocks are changed in between.
        if self.utc:
            return then
        summer_now, summer_then = time.localtime(now)[-1], time.localtime(then)[-1]
        if summer_now == summer_then:
            return then
        return then + (3600 if summer_now else -3600)

    def computeRollover(self, currentTime):
        """When the file is put aside next, seen from a time."""
        if not self._by_the_clock():
            return currentTime + self.interval
        parts = self._parts(currentTime)
        result = currentTime + _MIDNIGHT - ((parts[3] * 60 + parts[4]) * 60 + parts[5])
        if self.when.startswith('W') and parts[6] != self.dayOfWeek:
            days = (self.dayOfWeek - parts[6]) % 7
            result = self._with_summer_time(result + days * _MIDNIGHT, currentTime)
        return result

    def shouldRollover(self, record):
        return 1 if int(time.time()) >= self.rolloverAt else 0

    def getFilesToDelete(self):
        """Those of the files put aside that are too many."""
        folder, base = os.path.split(self.baseFilename)
        prefix = base + "."
        found = sorted(os.path.join(folder, name) for name in os.listdir(folder)
                       if name.startswith(prefix) and self.extMatch.match(name[len(prefix):]))
        return found[:len(found) - self.backupCount] if len(found) >= self.backupCount else []

    def doRollover(self):
        self._close_stream()
        now = int(time.time())
        began = self._with_summer_time(self.rolloverAt - self.interval, now)
        self._put_aside(self.baseFilename + "." + time.strftime(self.suffix, self._parts(began)))
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                os.remove(name)
        self._open_again()
        following = self.computeRollover(now)
        while following <= now:
            following += self.interval
        self.rolloverAt = self._with_summer_time(following, now) if self._by_the_clock() else following


class WatchedFileHandler(logging.FileHandler):
    """Opens the file anew when somebody has moved it away."""

    def __init__(self, filename, mode='a', encoding=None, delay=0):
        logging.FileHandler.__init__(self, filename, mode, encoding, delay)
        self.dev, self.ino = -1, -1
        self._statstream()

    def _statstream(self):
        if self.stream:
            found = os.fstat(self.stream.fileno())
            self.dev, self.ino = found.st_dev, found.st_ino

    def emit(self, record):
        found = os.stat(self.baseFilename) if os.path.exists(self.baseFilename) else None
        if (found is None or (found.st_dev, found.st_ino) != (self.dev, self.ino)) and self.stream is not None:
            self.stream.flush()
            self.stream.close()
            self.stream = self._open()
            self._statstream()
        logging.FileHandler.emit(self, record)


class SysLogHandler(logging.Handler):
    """Sends records to a syslog daemon: to an address by UDP, or to the socket of a path."""

    LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG = range(8)
    (LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON, LOG_AUTHPRIV,
     LOG_FTP) = range(12)
    LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2, LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7 = range(16, 24)

    priority_names = {"alert": LOG_ALERT, "crit": LOG_CRIT, "critical": LOG_CRIT, "debug": LOG_DEBUG, "emerg": LOG_EMERG,
                      "err": LOG_ERR, "error": LOG_ERR, "info": LOG_INFO, "notice": LOG_NOTICE, "panic": LOG_EMERG,
                      "warn": LOG_WARNING, "warning": LOG_WARNING}
    facility_names = {"auth": LOG_AUTH, "authpriv": LOG_AUTHPRIV, "cron": LOG_CRON, "daemon": LOG_DAEMON, "ftp": LOG_FTP,
                      "kern": LOG_KERN, "lpr": LOG_LPR, "mail": LOG_MAIL, "news": LOG_NEWS, "security": LOG_AUTH,
                      "syslog": LOG_SYSLOG, "user": LOG_USER, "uucp": LOG_UUCP, "local0": LOG_LOCAL0, "local1": LOG_LOCAL1,
                      "local2": LOG_LOCAL2, "local3": LOG_LOCAL3, "local4": LOG_LOCAL4, "local5": LOG_LOCAL5,
                      "local6": LOG_LOCAL6, "local7": LOG_LOCAL7}
    priority_map = {"DEBUG": "debug", "INFO": "info", "WARNING": "warning", "ERROR": "error", "CRITICAL": "critical"}

    def __init__(self, address=('localhost', SYSLOG_UDP_PORT), facility=LOG_USER, socktype=socket.SOCK_DGRAM):
        logging.Handler.__init__(self)
        self.address, self.facility, self.socktype = address, facility, socktype
        self.unixsocket = isinstance(address, str)
        self.socket = socket.socket(socket.AF_UNIX if self.unixsocket else socket.AF_INET, socktype)
        if self.unixsocket or socktype == socket.SOCK_STREAM:
            self.socket.connect(address)

    def encodePriority(self, facility, priority):
        """The number of a facility and a priority, each a number or a name."""
        if isinstance(facility, str):
            facility = self.facility_names[facility]
        if isinstance(priority, str):
            priority = self.priority_names[priority]
        return (facility << 3) | priority

    def mapPriority(self, levelName):
        return self.priority_map.get(levelName, "warning")

    def close(self):
        self.acquire()
        try:
            self.socket.close()
            logging.Handler.close(self)
        finally:
            self.release()

    def emit(self, record):
        try:
            text = '<%d>%s\000' % (self.encodePriority(self.facility, self.mapPriority(record.levelname)), self.format(record))
            data = text if isinstance(text, bytes) else text.encode('utf-8')
            if self.unixsocket:
                self.socket.send(data)
            elif self.socktype == socket.SOCK_DGRAM:
                self.socket.sendto(data, self.address)
            else:
                self.socket.sendall(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except:
            self.handleError(record)


class BufferingHandler(logging.Handler):
    """Keeps records until there are `capacity` of them, and then forgets them."""

    def __init__(self, capacity):
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        self.acquire()
        try:
            self.buffer = []
        finally:
            self.release()

    def close(self):
        self.flush()
        logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Keeps records and gives them to another handler when there are many, or one is bad enough."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        self.target = target

    def flush(self):
        self.acquire()
        try:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer = []
        finally:
            self.release()

    def close(self):
        self.flush()
        self.acquire()
        try:
            self.target = None
            BufferingHandler.close(self)
        finally:
            self.release()


if not _PY2:
    class QueueHandler(logging.Handler):
        """Puts records into a queue, for another thread to write."""

        def __init__(self, queue):
            logging.Handler.__init__(self)
            self.queue = queue

        def enqueue(self, record):
            self.queue.put_nowait(record)

        def prepare(self, record):
            """The record with its message made, and nothing in it that only this thread can read."""
            self.format(record)
            record.msg = record.message
            record.args = None
            record.exc_info = None
            return record

        def emit(self, record):
            try:
                self.enqueue(self.prepare(record))
            except (KeyboardInterrupt, SystemExit):
                raise
            except:
                self.handleError(record)

    class QueueListener(object):
        """A thread that takes records out of a queue and gives them to handlers."""

        _sentinel = None

        def __init__(self, queue, *handlers):
            self.queue = queue
            self.handlers = handlers
            self._stop = threading.Event()
            self._thread = None

        def dequeue(self, block):
            return self.queue.get(block)

        def start(self):
            self._thread = thread = threading.Thread(target=self._monitor)
            thread.setDaemon(True)
            thread.start()

        def prepare(self, record):
            return record

        def handle(self, record):
            record = self.prepare(record)
            for handler in self.handlers:
                handler.handle(record)

        def _take(self, block):
            # False: that was the last one.
            record = self.dequeue(block)
            if record is self._sentinel:
                return False
            self.handle(record)
            if hasattr(self.queue, 'task_done'):
                self.queue.task_done()
            return True

        def _monitor(self):
            while not self._stop.is_set():
                try:
                    if not self._take(True):
                        break
                except Empty:
                    pass
            # What came in before the end was told.
            try:
                while self._take(False):
                    pass
            except Empty:
                pass

        def stop(self):
            """Have the thread write what is in the queue, and end."""
            self._stop.set()
            self.queue.put_nowait(self._sentinel)
            self._thread.join()
            self._thread = None

"""Results: what became of each test."""

import sys
import traceback
from functools import wraps

from unittest import util

if str is bytes:
    from StringIO import StringIO
else:
    from io import StringIO

__unittest = True

STDOUT_LINE = '\nStdout:\n%s'
STDERR_LINE = '\nStderr:\n%s'


def failfast(method):
    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, 'failfast', False):
            self.stop()
        return method(self, *args, **kw)
    return inner


class TestResult(object):
    """Is told by tests how they went. Failures and errors are kept as (test, text of the traceback)."""

    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.shouldStop = False
        # Whether the standard streams are kept from view during tests, and shown for those that fail.
        self.buffer = False
        self._stdout_buffer = None
        self._stderr_buffer = None
        self._original_stdout = sys.stdout
        self._original_stderr = sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """For those that print."""

    def startTest(self, test):
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if self.buffer:
            if self._stderr_buffer is None:
                self._stderr_buffer = StringIO()
                self._stdout_buffer = StringIO()
            sys.stdout = self._stdout_buffer
            sys.stderr = self._stderr_buffer

    def startTestRun(self):
        """Before any test."""

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def _held_back(self):
        # What the test has printed, with the lines that say where.
        for stream, line, original in ((sys.stdout, STDOUT_LINE, self._original_stdout),
                                       (sys.stderr, STDERR_LINE, self._original_stderr)):
            text = stream.getvalue()
            if text:
                yield line % (text if text.endswith('\n') else text + '\n'), original

    def _restoreStdout(self):
        if self.buffer:
            if self._mirrorOutput:
                for text, stream in self._held_back():
                    stream.write(text)
            sys.stdout = self._original_stdout
            sys.stderr = self._original_stderr
            for held in (self._stdout_buffer, self._stderr_buffer):
                held.seek(0)
                held.truncate()

    def stopTestRun(self):
        """After the last test."""

    @failfast
    def addError(self, test, err):
        self.errors.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addFailure(self, test, err):
        self.failures.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        return len(self.failures) == len(self.errors) == 0

    def stop(self):
        """Have no more tests run."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        exctype, value, tb = err
        # The frames of this package above the test are left out, and for assertions those below it, too.
        while tb and self._is_relevant_tb_level(tb):
            tb = tb.tb_next
        length = None
        if exctype is test.failureException:
            length = self._count_relevant_tb_levels(tb)
        lines = traceback.format_exception(exctype, value, tb, length)
        if self.buffer:
            lines += [text for text, stream in self._held_back()]
        return ''.join(lines)

    def _is_relevant_tb_level(self, tb):
        return '__unittest' in tb.tb_frame.f_globals

    def _count_relevant_tb_levels(self, tb):
        length = 0
        while tb and not self._is_relevant_tb_level(tb):
            length += 1
            tb = tb.tb_next
        return length

    def __repr__(self):
        return ("<%s run=%i errors=%i failures=%i>" %
                (util.strclass(self.__class__), self.testsRun, len(self.errors), len(self.failures)))

"""Suites: tests, and suites of tests, that are run one after the other; what belongs to a class or a module is set up
before its first test and torn down after its last."""

import sys

from unittest import case, util

__unittest = True
_TEXT = basestring if str is bytes else str


class BaseTestSuite(object):
    """A suite without set-up of classes and modules."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        return "<%s tests=%s>" % (util.strclass(self.__class__), list(self))

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return list(self) == list(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum([test.countTestCases() for test in self])

    def addTest(self, test):
        if not hasattr(test, '__call__'):
            raise TypeError("{} is not callable".format(repr(test)))
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, _TEXT):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for test in self:
            if result.shouldStop:
                break
            test(result)
        return result

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """A suite."""

    def run(self, result, debug=False):
        topLevel = getattr(result, '_testRunEntered', False) is False
        if topLevel:
            result._testRunEntered = True
        for test in self:
            if result.shouldStop:
                break
            if _isnotsuite(test):
                self._tearDownPreviousClass(test, result)
                self._handleModuleFixture(test, result)
                self._handleClassSetUp(test, result)
                result._previousTestClass = test.__class__
                if getattr(test.__class__, '_classSetupFailed', False) or getattr(result, '_moduleSetUpFailed', False):
                    continue
            if not debug:
                test(result)
            else:
                test.debug()
        if topLevel:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def debug(self):
        """Run the tests without catching anything."""
        self.run(_DebugResult(), True)

    def _fixture(self, result, function, name, failed=None):
        # Runs one of the functions around classes and modules; what it raises counts as an error of that name.
        if function is None:
            return
        getattr(result, '_setupStdout', lambda: None)()
        try:
            function()
        except Exception as error:
            if isinstance(result, _DebugResult):
                raise
            if failed is not None:
                failed()
            holder = _ErrorHolder(name)
            addSkip = getattr(result, 'addSkip', None)
            if addSkip is not None and isinstance(error, case.SkipTest):
                addSkip(holder, str(error))
            else:
                result.addError(holder, sys.exc_info())
        finally:
            getattr(result, '_restoreStdout', lambda: None)()

    def _handleClassSetUp(self, test, result):
        currentClass = test.__class__
        if currentClass == getattr(result, '_previousTestClass', None) or result._moduleSetUpFailed:
            return
        if getattr(currentClass, "__unittest_skip__", False):
            return
        try:
            currentClass._classSetupFailed = False
        except TypeError:
            # It may be a built-in class, which cannot be told.
            pass

        def failed():
            currentClass._classSetupFailed = True
        self._fixture(result, getattr(currentClass, 'setUpClass', None), 'setUpClass (%s)' % util.strclass(currentClass), failed)

    def _tearDownPreviousClass(self, test, result):
        previousClass = getattr(result, '_previousTestClass', None)
        if test.__class__ == previousClass or getattr(result, '_moduleSetUpFailed', False):
            return
        if getattr(previousClass, '_classSetupFailed', False) or getattr(previousClass, "__unittest_skip__", False):
            return
        tearDownClass = getattr(previousClass, 'tearDownClass', None)
        if tearDownClass is not None:
            self._fixture(result, tearDownClass, 'tearDownClass (%s)' % util.strclass(previousClass))

    def _get_previous_module(self, result):
        previousClass = getattr(result, '_previousTestClass', None)
        return None if previousClass is None else previousClass.__module__

    def _handleModuleFixture(self, test, result):
        currentModule = test.__class__.__module__
        if currentModule == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False

        def failed():
            result._moduleSetUpFailed = True
        module = sys.modules.get(currentModule)
        self._fixture(result, getattr(module, 'setUpModule', None), 'setUpModule (%s)' % currentModule, failed)

    def _handleModuleTearDown(self, result):
        previousModule = self._get_previous_module(result)
        if previousModule is None or result._moduleSetUpFailed:
            return
        module = sys.modules.get(previousModule)
        self._fixture(result, getattr(module, 'tearDownModule', None), 'tearDownModule (%s)' % previousModule)


class _ErrorHolder(object):
    """Stands in a result for a failure that is no test's."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return "<ErrorHolder description=%r>" % (self.description,)

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _isnotsuite(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult(object):
    """What debug() has for a result."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False

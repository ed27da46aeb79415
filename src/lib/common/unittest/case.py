"""Test cases: a method is a test, and what it asserts has to hold."""

import functools
import sys
import warnings

from unittest import result
from unittest.asserts import Asserts, RaisesContext, deprecated
from unittest.util import strclass

__unittest = True
_PY2 = str is bytes
if _PY2:
    from types import ClassType
    _CLASSES = type, ClassType
else:
    _CLASSES = type


class SkipTest(Exception):
    """Raised in a test, or by skipTest(), to have it counted as skipped."""


class _ExpectedFailure(Exception):
    """A test failed that was expected to."""

    def __init__(self, exc_info):
        super(_ExpectedFailure, self).__init__()
        self.exc_info = exc_info


class _UnexpectedSuccess(Exception):
    """A test passed that was expected to fail."""


class _Outcome(object):
    """What became of the parts of a test."""

    def __init__(self):
        self.success = True
        self.skipped = None
        self.unexpectedSuccess = None
        self.expectedFailure = None
        self.errors = []
        self.failures = []


def _id(obj):
    return obj


def skip(reason):
    """A decorator: do not run this test or class."""
    def decorator(test_item):
        if not isinstance(test_item, _CLASSES):
            @functools.wraps(test_item)
            def skip_wrapper(*args, **kwargs):
                raise SkipTest(reason)
            test_item = skip_wrapper
        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item
    return decorator


def skipIf(condition, reason):
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    return _id if condition else skip(reason)


def expectedFailure(func):
    """A decorator: this test is known to fail."""
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        try:
            func(*args, **kwargs)
        except Exception:
            raise _ExpectedFailure(sys.exc_info())
        raise _UnexpectedSuccess
    return wrapper


class TestCase(Asserts):
    """A class of tests; an object of it is one test, the method of the name it is made with."""

    failureException = AssertionError
    # Whether a message of one's own is added to the usual one, or takes its place.
    longMessage = not _PY2
    maxDiff = 80*8
    _diffThreshold = 2**16
    _classSetupFailed = False

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._outcome = None
        try:
            testMethod = getattr(self, methodName)
        except AttributeError:
            raise ValueError("no such test method in %s: %s" % (self.__class__, methodName))
        self._testMethodDoc = testMethod.__doc__
        self._cleanups = []
        self._type_equality_funcs = {}
        self.addTypeEqualityFunc(dict, 'assertDictEqual')
        self.addTypeEqualityFunc(list, 'assertListEqual')
        self.addTypeEqualityFunc(tuple, 'assertTupleEqual')
        self.addTypeEqualityFunc(set, 'assertSetEqual')
        self.addTypeEqualityFunc(frozenset, 'assertSetEqual')
        self.addTypeEqualityFunc(unicode if _PY2 else str, 'assertMultiLineEqual')

    def addTypeEqualityFunc(self, typeobj, function):
        """What assertEqual() uses for two objects of exactly this type: a function or a method's name."""
        self._type_equality_funcs[typeobj] = function

    def addCleanup(self, function, *args, **kwargs):
        """Have a function called after tearDown(), the latest first."""
        self._cleanups.append((function, args, kwargs))

    def setUp(self):
        """Before each test."""

    def tearDown(self):
        """After each test whose setUp() went well."""

    @classmethod
    def setUpClass(cls):
        """Before the first test of the class."""

    @classmethod
    def tearDownClass(cls):
        """After the last."""

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the test's doc string, or None."""
        doc = self._testMethodDoc
        return doc and doc.split("\n")[0].strip() or None

    def id(self):
        return "%s.%s" % (strclass(self.__class__), self._testMethodName)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return "%s (%s)" % (self._testMethodName, strclass(self.__class__))

    def __repr__(self):
        return "<%s testMethod=%s>" % (strclass(self.__class__), self._testMethodName)

    def _tell(self, result, method, *args):
        # Tells a result of an old kind, which may not have such a method, what comes nearest.
        found = getattr(result, method, None)
        if found is not None:
            found(self, *args)
            return
        instead = {'addSkip': "skips not reported", 'addExpectedFailure': "reporting as passes",
                   'addUnexpectedSuccess': "reporting as failures"}[method]
        warnings.warn("TestResult has no %s method, %s" % (method, instead), RuntimeWarning, 2)
        if method == 'addUnexpectedSuccess':
            result.addFailure(self, sys.exc_info())
        else:
            result.addSuccess(self)

    def _started(self, result):
        # The result that is told, and the method to run, None if it is skipped.
        if result is None:
            result = self.defaultTestResult()
            getattr(result, 'startTestRun', lambda: None)()
        result.startTest(self)
        self._outcome = _Outcome()
        method = getattr(self, self._testMethodName)
        if getattr(self.__class__, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False):
            why = getattr(self.__class__, '__unittest_skip_why__', '') or getattr(method, '__unittest_skip_why__', '')
            self._tell(result, 'addSkip', why)
            method = None
        return result, method

    def _stopped(self, result, given):
        result.stopTest(self)
        if given is None:
            getattr(result, 'stopTestRun', lambda: None)()

    if _PY2:
        # Each part is told of at once; an assertion that fails outside of the test itself is an error.
        def run(self, result=None):
            given = result
            result, testMethod = self._started(result)
            outcome = self._outcome
            outcome.result = result
            try:
                if testMethod is None:
                    return
                try:
                    self.setUp()
                except KeyboardInterrupt:
                    raise
                except SkipTest as e:
                    self._tell(result, 'addSkip', str(e))
                    outcome.success = False
                except:
                    result.addError(self, sys.exc_info())
                    outcome.success = False
                else:
                    try:
                        testMethod()
                    except KeyboardInterrupt:
                        raise
                    except self.failureException:
                        result.addFailure(self, sys.exc_info())
                        outcome.success = False
                    except _ExpectedFailure as e:
                        self._tell(result, 'addExpectedFailure', e.exc_info)
                        outcome.success = False
                    except _UnexpectedSuccess:
                        self._tell(result, 'addUnexpectedSuccess')
                        outcome.success = False
                    except SkipTest as e:
                        self._tell(result, 'addSkip', str(e))
                        outcome.success = False
                    except:
                        result.addError(self, sys.exc_info())
                        outcome.success = False
                    self._run_part(self.tearDown)
                self.doCleanups()
                if outcome.success:
                    result.addSuccess(self)
            finally:
                self._stopped(result, given)

        def _run_part(self, function, *args, **kwargs):
            try:
                function(*args, **kwargs)
            except KeyboardInterrupt:
                raise
            except:
                self._outcome.success = False
                self._outcome.result.addError(self, sys.exc_info())

        def doCleanups(self):
            """Call the functions of addCleanup()."""
            outcome = self._outcome
            before, outcome.success = outcome.success, True
            while self._cleanups:
                function, args, kwargs = self._cleanups.pop()
                self._run_part(function, *args, **kwargs)
            ok, outcome.success = outcome.success, outcome.success and before
            return ok
    else:
        # What happened is collected, and told at the end.
        def run(self, result=None):
            given = result
            result, testMethod = self._started(result)
            outcome = self._outcome
            try:
                if testMethod is None:
                    return
                self._executeTestPart(self.setUp, outcome)
                if outcome.success:
                    self._executeTestPart(testMethod, outcome, isTest=True)
                    self._executeTestPart(self.tearDown, outcome)
                self.doCleanups()
                if outcome.success:
                    result.addSuccess(self)
                    return
                if outcome.skipped is not None:
                    self._tell(result, 'addSkip', outcome.skipped)
                for exc_info in outcome.errors:
                    result.addError(self, exc_info)
                for exc_info in outcome.failures:
                    result.addFailure(self, exc_info)
                if outcome.unexpectedSuccess is not None:
                    self._tell(result, 'addUnexpectedSuccess')
                if outcome.expectedFailure is not None:
                    self._tell(result, 'addExpectedFailure', outcome.expectedFailure)
            finally:
                self._stopped(result, given)

        def _executeTestPart(self, function, outcome, isTest=False):
            try:
                function()
                return
            except KeyboardInterrupt:
                raise
            except SkipTest as e:
                outcome.skipped = str(e)
            except _UnexpectedSuccess:
                if isTest:
                    outcome.unexpectedSuccess = sys.exc_info()
                else:
                    outcome.errors.append(sys.exc_info())
            except _ExpectedFailure:
                if isTest:
                    outcome.expectedFailure = sys.exc_info()
                else:
                    outcome.errors.append(sys.exc_info())
            except self.failureException:
                outcome.failures.append(sys.exc_info())
            except:
                outcome.errors.append(sys.exc_info())
            outcome.success = False

        def doCleanups(self):
            """Call the functions of addCleanup()."""
            outcome = self._outcome or _Outcome()
            while self._cleanups:
                function, args, kwargs = self._cleanups.pop()
                self._executeTestPart(lambda: function(*args, **kwargs), outcome)
            return outcome.success

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without catching anything."""
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def assertRaises(self, excClass, callableObj=None, *args, **kwargs):
        """With a function: it raises this when called. Without: for `with`."""
        context = RaisesContext(excClass, self, callableObj)
        if callableObj is None:
            return context
        with context:
            callableObj(*args, **kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, callable_obj=None, *args, **kwargs):
        """As assertRaises(), and the exception's text matches."""
        context = RaisesContext(expected_exception, self, callable_obj, expected_regex)
        if callable_obj is None:
            return context
        with context:
            callable_obj(*args, **kwargs)

    failUnlessRaises = deprecated(assertRaises)
    if _PY2:
        assertRaisesRegexp = assertRaisesRegex
        del assertRaisesRegex
    else:
        assertRaisesRegexp = deprecated(assertRaisesRegex)


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super(FunctionTestCase, self).__init__()
        self._setUpFunc, self._tearDownFunc = setUp, tearDown
        self._testFunc, self._description = testFunc, description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _key(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._key() == other._key()

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((type(self),) + self._key())

    def __str__(self):
        return "%s (%s)" % (strclass(self.__class__), self._testFunc.__name__)

    def __repr__(self):
        return "<%s tec=%s>" % (strclass(self.__class__), self._testFunc)

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split("\n")[0].strip() or None

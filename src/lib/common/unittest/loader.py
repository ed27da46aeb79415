"""Finding tests: in classes, in modules, by names, and in folders."""

import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch

from unittest import case, suite, util

__unittest = True

VALID_MODULE_NAME = re.compile(r'[_a-z]\w*\.py$', re.IGNORECASE)
# What a method is when it is asked for by its class.
_METHOD = types.UnboundMethodType if str is bytes else types.FunctionType


def _failing(kind, name, exception, suiteClass):
    # A suite of one test that raises this.
    def testFailure(self):
        raise exception
    TestClass = type(kind, (case.TestCase,), {name: testFailure})
    return suiteClass((TestClass(name),))


class TestLoader(object):
    """Makes suites."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = cmp if str is bytes else staticmethod(util.three_way_cmp)
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def loadTestsFromTestCase(self, testCaseClass):
        """All tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, 'runTest'):
            names = ['runTest']
        return self.suiteClass([testCaseClass(name) for name in names])

    def loadTestsFromModule(self, module, use_load_tests=True):
        """All tests of a module's classes, or what its load_tests() makes of them."""
        found = [getattr(module, name) for name in dir(module)]
        tests = self.suiteClass([self.loadTestsFromTestCase(one) for one in found
                                 if isinstance(one, type) and issubclass(one, case.TestCase)])
        load_tests = getattr(module, 'load_tests', None)
        if use_load_tests and load_tests is not None:
            try:
                return load_tests(self, tests, None)
            except Exception as error:
                return _failing('LoadTestsFailure', module.__name__, error, self.suiteClass)
        return tests

    def loadTestsFromName(self, name, module=None):
        """The tests of a dotted name: a module, a class, a method, or a function that makes a test."""
        parts = name.split('.')
        if module is None:
            prefix = parts[:]
            while True:
                try:
                    module = __import__('.'.join(prefix))
                    break
                except ImportError:
                    del prefix[-1]
                    if not prefix:
                        raise
            parts = parts[1:]
        obj = module
        for part in parts:
            parent, obj = obj, getattr(obj, part)
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, case.TestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, _METHOD) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(obj, suite.TestSuite):
            return obj
        if not hasattr(obj, '__call__'):
            raise TypeError("don't know how to make test from: %s" % obj)
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError("calling %s returned %s, not a test" % (obj, test))

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The names of a class's test methods, sorted."""
        names = [name for name in dir(testCaseClass)
                 if name.startswith(self.testMethodPrefix) and hasattr(getattr(testCaseClass, name), '__call__')]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """The tests of all files below a folder (or package) whose names fit the pattern."""
        implicit = top_level_dir is None and self._top_level_dir is None
        top_level_dir = os.path.abspath(top_level_dir or self._top_level_dir or start_dir)
        if top_level_dir not in sys.path:
            sys.path.insert(0, top_level_dir)
        self._top_level_dir = top_level_dir
        importable = True
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top_level_dir:
                importable = os.path.isfile(os.path.join(start_dir, '__init__.py'))
        else:
            try:
                __import__(start_dir)
            except ImportError:
                importable = False
            else:
                package, top = sys.modules[start_dir], sys.modules[start_dir.split('.')[0]]
                start_dir = os.path.abspath(os.path.dirname(package.__file__))
                if implicit:
                    folder = os.path.dirname(os.path.abspath(top.__file__))
                    is_package = os.path.basename(top.__file__).startswith('__init__.py')
                    self._top_level_dir = os.path.dirname(folder) if is_package else folder
                    sys.path.remove(top_level_dir)
        if not importable:
            raise ImportError('Start directory is not importable: %r' % start_dir)
        return self.suiteClass(list(self._find_tests(start_dir, pattern)))

    def _module(self, path):
        # The name of the module in a file or folder, and the module.
        below = os.path.relpath(os.path.splitext(os.path.normpath(path))[0], self._top_level_dir)
        name = below.replace(os.path.sep, '.')
        __import__(name)
        return sys.modules[name]

    def _find_tests(self, start_dir, pattern):
        for path in os.listdir(start_dir):
            full_path = os.path.join(start_dir, path)
            if os.path.isfile(full_path):
                if VALID_MODULE_NAME.match(path) and fnmatch(path, pattern):
                    yield self._tests_of_file(full_path)
            elif os.path.isfile(os.path.join(full_path, '__init__.py')):
                load_tests = tests = None
                if fnmatch(path, pattern):
                    package = self._module(full_path)
                    load_tests = getattr(package, 'load_tests', None)
                    tests = self.loadTestsFromModule(package, use_load_tests=False)
                if load_tests is not None:
                    try:
                        yield load_tests(self, tests, pattern)
                    except Exception as error:
                        yield _failing('LoadTestsFailure', package.__name__, error, self.suiteClass)
                    continue
                if tests is not None:
                    yield tests
                for test in self._find_tests(full_path, pattern):
                    yield test

    def _tests_of_file(self, full_path):
        try:
            module = self._module(full_path)
        except:
            name = os.path.splitext(os.path.relpath(full_path, self._top_level_dir))[0].replace(os.path.sep, '.')
            error = ImportError('Failed to import test module: %s\n%s' % (name, traceback.format_exc()))
            return _failing('ModuleImportFailure', name, error, self.suiteClass)
        found = os.path.realpath(os.path.abspath(getattr(module, '__file__', full_path)))
        if os.path.splitext(found)[0].lower() != os.path.splitext(os.path.realpath(full_path))[0].lower():
            name = os.path.splitext(os.path.basename(full_path))[0]
            raise ImportError("%r module incorrectly imported from %r. Expected %r. Is this module globally installed?"
                              % (name, os.path.dirname(found), os.path.dirname(full_path)))
        return self.loadTestsFromModule(module)

defaultTestLoader = TestLoader()


def _makeLoader(prefix, sortUsing, suiteClass=None):
    loader = TestLoader()
    loader.sortTestMethodsUsing = sortUsing
    loader.testMethodPrefix = prefix
    if suiteClass:
        loader.suiteClass = suiteClass
    return loader


def getTestCaseNames(testCaseClass, prefix, sortUsing=util.three_way_cmp):
    return _makeLoader(prefix, sortUsing).getTestCaseNames(testCaseClass)


def makeSuite(testCaseClass, prefix='test', sortUsing=util.three_way_cmp, suiteClass=suite.TestSuite):
    return _makeLoader(prefix, sortUsing, suiteClass).loadTestsFromTestCase(testCaseClass)


def findTestCases(module, prefix='test', sortUsing=util.three_way_cmp, suiteClass=suite.TestSuite):
    return _makeLoader(prefix, sortUsing, suiteClass).loadTestsFromModule(module)

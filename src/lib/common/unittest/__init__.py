"""Unit tests: classes of tests, found, run and reported.

    class TestSums(unittest.TestCase):
        def test_sum(self):
            self.assertEqual(1 + 1, 2)

    if __name__ == '__main__':
        unittest.main()
"""

__all__ = ['TestResult', 'TestCase', 'TestSuite', 'TextTestRunner', 'TestLoader', 'FunctionTestCase', 'main',
           'defaultTestLoader', 'SkipTest', 'skip', 'skipIf', 'skipUnless', 'expectedFailure', 'TextTestResult',
           'installHandler', 'registerResult', 'removeResult', 'removeHandler', 'getTestCaseNames', 'makeSuite',
           'findTestCases']

__unittest = True

from unittest.result import TestResult
from unittest.case import FunctionTestCase, SkipTest, TestCase, expectedFailure, skip, skipIf, skipUnless
from unittest.suite import BaseTestSuite, TestSuite
from unittest.loader import TestLoader, defaultTestLoader, findTestCases, getTestCaseNames, makeSuite
from unittest.main import TestProgram, main
from unittest.runner import TextTestResult, TextTestRunner
from unittest.signals import installHandler, registerResult, removeHandler, removeResult

_TextTestResult = TextTestResult

"""The program that runs the tests of a module: unittest.main()."""

import os
import sys

from unittest import loader, runner
from unittest.signals import installHandler

__unittest = True
_PY2 = str is bytes
_TEXT = basestring if _PY2 else str

FAILFAST = "  -f, --failfast   Stop on first failure\n"
CATCHBREAK = "  -c, --catch      Catch control-C and display results\n"
BUFFEROUTPUT = "  -b, --buffer     Buffer stdout and stderr during test runs\n"

USAGE_FROM_MODULE = """\
Usage: %(progName)s [options] [test] [...]

Options:
  -h, --help       Show this message
  -v, --verbose    Verbose output
  -q, --quiet      Minimal output
%(failfast)s%(catchbreak)s%(buffer)s
Examples:
  %(progName)s                               - run default set of tests
  %(progName)s MyTestSuite                   - run suite 'MyTestSuite'
  %(progName)s MyTestCase.testSomething      - run MyTestCase.testSomething
  %(progName)s MyTestCase                    - run all 'test*' test methods
                                               in MyTestCase
"""


class TestProgram(object):
    """Reads the command line, runs tests, and ends the process with the status that tells how they went."""

    USAGE = USAGE_FROM_MODULE
    failfast = catchbreak = buffer = progName = warnings = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None,
                 buffer=None, warnings=None):
        if isinstance(module, _TEXT):
            self.module = __import__(module)
            for part in module.split('.')[1:]:
                self.module = getattr(self.module, part)
        else:
            self.module = module
        argv = sys.argv if argv is None else argv
        self.exit = exit
        self.failfast, self.catchbreak, self.buffer = failfast, catchbreak, buffer
        self.verbosity = verbosity
        self.warnings = 'default' if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = os.path.basename(argv[0])
        self.parseArgs(argv)
        self.runTests()

    def usageExit(self, msg=None):
        if msg:
            sys.stdout.write('%s\n' % msg)
        usage = {'progName': self.progName,
                 'failfast': FAILFAST if self.failfast != False else '',
                 'catchbreak': CATCHBREAK if self.catchbreak != False else '',
                 'buffer': BUFFEROUTPUT if self.buffer != False else ''}
        sys.stdout.write('%s\n' % (self.USAGE % usage))
        sys.exit(2)

    def parseArgs(self, argv):
        if len(argv) > 1 and argv[1].lower() == 'discover':
            self._do_discovery(argv[2:])
            return
        import getopt
        long_opts = ['help', 'verbose', 'quiet', 'failfast', 'catch', 'buffer']
        try:
            options, args = getopt.getopt(argv[1:], 'hHvqfcb', long_opts)
        except getopt.error as msg:
            self.usageExit(msg)
            return
        self._take_options(options)
        if len(args) > 0:
            self.testNames = args
        else:
            self.testNames = None if self.defaultTest is None else (self.defaultTest,)
        self.createTests()

    def _take_options(self, options):
        for opt, value in options:
            if opt in ('-h', '-H', '--help'):
                self.usageExit()
            elif opt in ('-q', '--quiet'):
                self.verbosity = 0
            elif opt in ('-v', '--verbose'):
                self.verbosity = 2
            else:
                name = {'-f': 'failfast', '-c': 'catchbreak', '-b': 'buffer'}[opt if opt[1] != '-' else '-' + opt[2]]
                if getattr(self, name) is None:
                    setattr(self, name, True)

    def createTests(self):
        if self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _do_discovery(self, argv, Loader=None):
        import getopt
        self.progName = '%s discover' % self.progName
        names = ['help', 'verbose', 'failfast', 'catch', 'buffer', 'start-directory=', 'pattern=', 'top-level-directory=']
        try:
            options, args = getopt.gnu_getopt(argv, 'hvfcbs:p:t:', names)
        except getopt.error as msg:
            self.usageExit(msg)
            return
        if len(args) > 3:
            self.usageExit()
        where = {'s': '.', 'p': 'test*.py', 't': None}
        where.update(zip('spt', args))
        where.update((opt.lstrip('-')[0], value) for opt, value in options if opt.lstrip('-')[0] in where)
        self._take_options([(opt, value) for opt, value in options if opt.lstrip('-')[0] not in where])
        loader = self.testLoader if Loader is None else Loader()
        self.test = loader.discover(where['s'], where['p'], where['t'])

    def runTests(self):
        if self.catchbreak:
            installHandler()
        testRunner = runner.TextTestRunner if self.testRunner is None else self.testRunner
        if isinstance(testRunner, type):
            how = {'verbosity': self.verbosity, 'failfast': self.failfast, 'buffer': self.buffer}
            if not _PY2:
                how['warnings'] = self.warnings
            try:
                testRunner = testRunner(**how)
            except TypeError:
                # It may not know of these.
                testRunner = testRunner()
        self.result = testRunner.run(self.test)
        if self.exit:
            sys.exit(not self.result.wasSuccessful())

main = TestProgram

"""The assertions of test cases."""

import collections
import re
import sys
import warnings

from unittest.util import (_count_diff_all_purpose, _count_diff_hashable, safe_repr, sorted_list_difference,
                           unorderable_list_difference)

__unittest = True
_PY2 = str is bytes
_TEXT = basestring if _PY2 else str

DIFF_OMITTED = ('\nDiff is %s characters long. '
                 'Set self.maxDiff to None to see it.')


def _name_of(thing):
    try:
        return thing.__name__
    except AttributeError:
        return str(thing)


def _pattern(regex):
    return re.compile(regex) if isinstance(regex, (bytes, _TEXT)) else regex


class RaisesContext(object):
    """What assertRaises() gives to `with`; afterwards it has the exception."""

    def __init__(self, expected, test_case, callable_obj=None, expected_regex=None):
        self.expected = expected
        self.failureException = test_case.failureException
        self.obj_name = None if callable_obj is None or _PY2 else _name_of(callable_obj)
        self.expected_regex = self.expected_regexp = _pattern(expected_regex)

    def _fail(self, what):
        if self.obj_name:
            raise self.failureException("%s by %s" % (what, self.obj_name))
        raise self.failureException(what)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._fail("%s not raised" % _name_of(self.expected))
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value if _PY2 else exc_value.with_traceback(None)
        regex = self.expected_regex
        if regex is not None and not regex.search(str(exc_value)):
            raise self.failureException('"%s" does not match "%s"' % (regex.pattern, str(exc_value)))
        return True


class _WarnsContext(RaisesContext):
    """The same for assertWarns()."""

    def __enter__(self):
        # Warnings that were shown once would not be shown again.
        for module in list(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.warnings_manager = warnings.catch_warnings(record=True)
        self.warnings = self.warnings_manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        name = _name_of(self.expected)
        fitting = [one for one in self.warnings if isinstance(one.message, self.expected)]
        for one in fitting:
            if self.expected_regex is None or self.expected_regex.search(str(one.message)):
                self.warning, self.filename, self.lineno = one.message, one.filename, one.lineno
                return
        if fitting:
            raise self.failureException('"%s" does not match "%s"' % (self.expected_regex.pattern, str(fitting[0].message)))
        self._fail("%s not triggered" % name)


class Asserts(object):
    """Each raises `failureException` if what it says does not hold. `msg` is added to the message, or takes its place."""

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return '%s : %s' % (standardMsg, msg)
        except UnicodeDecodeError:
            return '%s : %s' % (safe_repr(standardMsg), safe_repr(msg))

    def _fail(self, msg, standardMsg):
        raise self.failureException(self._formatMessage(msg, standardMsg))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, "%s is not false" % safe_repr(expr))

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, "%s is not true" % safe_repr(expr))

    # ---- equality ----

    def _getAssertEqualityFunc(self, first, second):
        if type(first) is type(second):
            asserter = self._type_equality_funcs.get(type(first))
            if isinstance(asserter, _TEXT):
                return getattr(self, asserter)
            if asserter is not None:
                return asserter
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, '%s != %s' % (safe_repr(first), safe_repr(second)))

    def assertEqual(self, first, second, msg=None):
        assertion_func = self._getAssertEqualityFunc(first, second)
        assertion_func(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, '%s == %s' % (safe_repr(first), safe_repr(second)))

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal after rounding the difference to `places` (7), or not farther apart than `delta`."""
        if first == second:
            return
        self._almost(first, second, places, msg, delta, True)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        self._almost(first, second, places, msg, delta, False)

    def _almost(self, first, second, places, msg, delta, wanted):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        places = 7 if places is None else places
        if first == second:
            almost = True
        elif delta is not None:
            almost = abs(first - second) <= delta
        else:
            almost = round(abs(second-first), places) == 0
        if almost == wanted:
            return
        how = 'within %s delta' % safe_repr(delta) if delta is not None else 'within %r places' % places
        self._fail(msg, '%s %s %s %s' % (safe_repr(first), '!=' if wanted else '==', safe_repr(second), how))

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        name = "sequence"
        if seq_type is not None:
            name = seq_type.__name__
            for which, seq in (('First', seq1), ('Second', seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException('%s sequence is not a %s: %s' % (which, name, safe_repr(seq)))
        lengths = []
        differing = None
        for which, seq in (('First', seq1), ('Second', seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                differing = '%s %s has no length.    Non-sequence?' % (which, name)
                break
        if differing is None:
            if seq1 == seq2:
                return
            differing = self._first_difference(seq1, seq2, lengths, name, seq_type)
            if differing is None:
                return
        standardMsg = self._truncateMessage(differing, self._ndiff(seq1, seq2))
        self.fail(self._formatMessage(msg, standardMsg))

    def _first_difference(self, seq1, seq2, lengths, name, seq_type):
        shown = safe_repr if _PY2 else str
        reprs = [text[:30] + '...' if len(text) > 30 else text for text in (safe_repr(seq1), safe_repr(seq2))]
        differing = '%ss differ: %s != %s\n' % (name.capitalize(), reprs[0], reprs[1])
        for i in range(min(lengths)):
            items = []
            for which, seq in (('first', seq1), ('second', seq2)):
                try:
                    items.append(seq[i])
                except (TypeError, IndexError, NotImplementedError):
                    differing += '\nUnable to index element %d of %s %s\n' % (i, which, name)
                    break
            if len(items) < 2:
                break
            if items[0] != items[1]:
                differing += '\nFirst differing element %d:\n%s\n%s\n' % (i, shown(items[0]), shown(items[1]))
                break
        else:
            if lengths[0] == lengths[1] and seq_type is None and type(seq1) != type(seq2):
                # Equal elements in sequences of different kinds.
                return None
        if lengths[0] != lengths[1]:
            which, seq = ('First', seq1) if lengths[0] > lengths[1] else ('Second', seq2)
            extra = min(lengths)
            differing += '\n%s %s contains %d additional elements.\n' % (which, name, max(lengths) - extra)
            try:
                differing += 'First extra element %d:\n%s\n' % (extra, shown(seq[extra]))
            except (TypeError, IndexError, NotImplementedError):
                differing += 'Unable to index element %d of %s %s\n' % (extra, which.lower(), name)
        return differing

    def _ndiff(self, first, second):
        import difflib
        import pprint
        return '\n' + '\n'.join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + (DIFF_OMITTED % len(diff))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        differences = []
        for which, one, other in (('first', set1, set2), ('second', set2, set1)):
            try:
                differences.append(one.difference(other))
            except TypeError as e:
                self.fail('invalid type when attempting set difference: %s' % e)
            except AttributeError as e:
                self.fail('%s argument does not support set difference: %s' % (which, e))
        if not (differences[0] or differences[1]):
            return
        lines = []
        for where, items in (('first set but not the second', differences[0]), ('second set but not the first', differences[1])):
            if items:
                lines.append('Items in the %s:' % where)
                lines += [repr(item) for item in items]
        self.fail(self._formatMessage(msg, '\n'.join(lines)))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            standardMsg = '%s != %s' % (safe_repr(d1, True), safe_repr(d2, True))
            self.fail(self._formatMessage(msg, self._truncateMessage(standardMsg, self._ndiff(d1, d2))))

    def assertDictContainsSubset(self, expected, actual, msg=None):
        """Each key of the first has the same value in the second."""
        if not _PY2:
            warnings.warn('assertDictContainsSubset is deprecated', DeprecationWarning)
        missing = [safe_repr(key) for key in expected if key not in actual]
        mismatched = ['%s, expected: %s, actual: %s' % (safe_repr(key), safe_repr(value), safe_repr(actual[key]))
                      for key, value in expected.items() if key in actual and value != actual[key]]
        parts = ['Missing: %s' % ','.join(missing)] if missing else []
        if mismatched:
            parts.append('Mismatched values: %s' % ','.join(mismatched))
        if parts:
            self.fail(self._formatMessage(msg, '; '.join(parts)))

    def assertMultiLineEqual(self, first, second, msg=None):
        import difflib
        self.assertIsInstance(first, _TEXT, 'First argument is not a string')
        self.assertIsInstance(second, _TEXT, 'Second argument is not a string')
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            # A difference would take too long.
            self._baseAssertEqual(first, second, msg)
        lines = first.splitlines(True), second.splitlines(True)
        if len(lines[0]) == 1 and first.strip('\r\n') == first:
            lines = [first + '\n'], [second + '\n']
        standardMsg = '%s != %s' % (safe_repr(first, True), safe_repr(second, True))
        standardMsg = self._truncateMessage(standardMsg, '\n' + ''.join(difflib.ndiff(*lines)))
        self.fail(self._formatMessage(msg, standardMsg))

    def assertCountEqual(self, first, second, msg=None):
        """The same elements, each as often, in any order."""
        first, second = list(first), list(second)
        try:
            if collections.Counter(first) == collections.Counter(second):
                return
            differences = _count_diff_hashable(first, second)
        except TypeError:
            differences = _count_diff_all_purpose(first, second)
        if differences:
            lines = ['First has %d, Second has %d:  %r' % diff for diff in differences]
            standardMsg = self._truncateMessage('Element counts were not equal:\n', '\n'.join(lines))
            self.fail(self._formatMessage(msg, standardMsg))

    # ---- membership, identity, order ----

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, '%s not found in %s' % (safe_repr(member), safe_repr(container)))

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, '%s unexpectedly found in %s' % (safe_repr(member), safe_repr(container)))

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, '%s is not %s' % (safe_repr(expr1), safe_repr(expr2)))

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, 'unexpectedly identical: %s' % (safe_repr(expr1),))

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, '%s not less than %s' % (safe_repr(a), safe_repr(b)))

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, '%s not less than or equal to %s' % (safe_repr(a), safe_repr(b)))

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, '%s not greater than %s' % (safe_repr(a), safe_repr(b)))

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, '%s not greater than or equal to %s' % (safe_repr(a), safe_repr(b)))

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, '%s is not None' % (safe_repr(obj),))

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, '%s is not an instance of %r' % (safe_repr(obj), cls))

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, '%s is an instance of %r' % (safe_repr(obj), cls))

    # ---- regular expressions ----

    def assertRegex(self, text, expected_regex, msg=None):
        expected_regex = _pattern(expected_regex)
        if not expected_regex.search(text):
            msg = msg or ("Regexp didn't match" if _PY2 else "Regex didn't match")
            raise self.failureException('%s: %r not found in %r' % (msg, expected_regex.pattern, text))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        unexpected_regex = _pattern(unexpected_regex)
        match = unexpected_regex.search(text)
        if match:
            msg = msg or ("Regexp matched" if _PY2 else "Regex matched")
            raise self.failureException('%s: %r matches %r in %r' % (msg, match.group(), unexpected_regex.pattern, text))

    if _PY2:
        assertEquals, assertNotEquals = assertEqual, assertNotEqual
        assertAlmostEquals, assertNotAlmostEquals = assertAlmostEqual, assertNotAlmostEqual
        assert_ = assertTrue
        assertItemsEqual = assertCountEqual
        assertRegexpMatches, assertNotRegexpMatches = assertRegex, assertNotRegex
        del assertCountEqual, assertRegex, assertNotRegex
    else:
        def assertWarns(self, expected_warning, callable_obj=None, *args, **kwargs):
            context = _WarnsContext(expected_warning, self, callable_obj)
            if callable_obj is None:
                return context
            with context:
                callable_obj(*args, **kwargs)

        def assertWarnsRegex(self, expected_warning, expected_regex, callable_obj=None, *args, **kwargs):
            context = _WarnsContext(expected_warning, self, callable_obj, expected_regex)
            if callable_obj is None:
                return context
            with context:
                callable_obj(*args, **kwargs)

        def assertSameElements(self, expected_seq, actual_seq, msg=None):
            warnings.warn('assertSameElements is deprecated', DeprecationWarning)
            try:
                expected, actual = set(expected_seq), set(actual_seq)
                missing = sorted(expected.difference(actual))
                unexpected = sorted(actual.difference(expected))
            except TypeError:
                expected, actual = list(expected_seq), list(actual_seq)
                try:
                    expected.sort()
                    actual.sort()
                except TypeError:
                    missing, unexpected = unorderable_list_difference(expected, actual)
                else:
                    missing, unexpected = sorted_list_difference(expected, actual)
            errors = ['Expected, but missing:\n    %s' % safe_repr(missing)] if missing else []
            if unexpected:
                errors.append('Unexpected, but present:\n    %s' % safe_repr(unexpected))
            if errors:
                self.fail(self._formatMessage(msg, '\n'.join(errors)))


def deprecated(function):
    def deprecated_func(*args, **kwargs):
        warnings.warn('Please use {0} instead.'.format(function.__name__),
                      PendingDeprecationWarning if _PY2 else DeprecationWarning, 2)
        return function(*args, **kwargs)
    return deprecated_func

# The names of older versions.
for _new, _olds in (('assertEqual', 'failUnlessEqual assertEquals'), ('assertNotEqual', 'failIfEqual assertNotEquals'),
                    ('assertAlmostEqual', 'failUnlessAlmostEqual assertAlmostEquals'),
                    ('assertNotAlmostEqual', 'failIfAlmostEqual assertNotAlmostEquals'), ('assertTrue', 'failUnless assert_'),
                    ('assertFalse', 'failIf'), ('assertRegex', 'assertRegexpMatches')):
    for _old in _olds.split():
        if _old not in Asserts.__dict__:
            setattr(Asserts, _old, deprecated(Asserts.__dict__[_new]))

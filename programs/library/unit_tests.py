# Unit tests that fail in every way there is.
#
#   gilpy --profile 2.7 programs/library/unit_tests.py
#   gilpy --profile 3.2 programs/library/unit_tests.py
#
# The status is 1, since not all went well.

import re, sys, unittest

class A(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    @classmethod
    def tearDownClass(cls): print("tearDownClass")
    def setUp(self): self.addCleanup(lambda: None)
    def test_ok(self): self.assertEqual(1, 1)
    def test_doc(self):
        """A doc line.

        more"""
        self.assertTrue(0)
    def test_eq(self): self.assertEqual(1, 2, "my message")
    def test_list(self): self.assertEqual([1, 2, 3], [1, 5, 3, 4])
    def test_list2(self): self.assertEqual(list(range(40)), list(range(41)))
    def test_tuple(self): self.assertEqual((1,), (2,))
    def test_dict(self): self.assertEqual({"a": 1, "b": 2}, {"a": 1, "b": 3})
    def test_bigdict(self): self.assertEqual(dict.fromkeys(range(50)), dict.fromkeys(range(1, 51)))
    def test_set(self): self.assertEqual(set([1, 2]), set([1, 3]))
    def test_str(self): self.assertMultiLineEqual("abc\ndef\n", "abc\ndxf\n")
    def test_str1(self): self.assertEqual("abc", "abd")
    def test_error(self): 1 / 0
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int("x")
        print(type(cm.exception).__name__)
        self.assertRaises(ZeroDivisionError, lambda: 1/0)
        with self.assertRaises(ValueError): pass
    def test_raises2(self): self.assertRaises(ValueError, len, 5)
    def test_raises3(self): self.assertRaises(ValueError, len, "")
    def test_in(self): self.assertIn(5, [1])
    def test_notin(self): self.assertNotIn(1, [1])
    def test_is(self): self.assertIs(1, None)
    def test_isnot(self): self.assertIsNot(None, None)
    def test_none(self): self.assertIsNone(3)
    def test_notnone(self): self.assertIsNotNone(None)
    def test_inst(self): self.assertIsInstance(3, str)
    def test_notinst(self): self.assertNotIsInstance(3, int)
    def test_lt(self): self.assertLess(2, 1)
    def test_le(self): self.assertLessEqual(2, 1)
    def test_gt(self): self.assertGreater(1, 2)
    def test_ge(self): self.assertGreaterEqual(1, 2)
    def test_almost(self): self.assertAlmostEqual(1.0, 1.1)
    def test_almost2(self): self.assertAlmostEqual(1.0, 1.1, delta=0.01)
    def test_almost3(self): self.assertAlmostEqual(1.0, 1.00000001)
    def test_notalmost(self): self.assertNotAlmostEqual(1.0, 1.00000001)
    def test_ne(self): self.assertNotEqual(1, 1)
    def test_seq(self): self.assertSequenceEqual([1, 2], (1, 3))
    def test_false(self): self.assertFalse([1])
    def test_fail(self): self.fail("failed")
    @unittest.skip("no reason")
    def test_skip(self): pass
    @unittest.skipIf(True, "if")
    def test_skipif(self): pass
    def test_skiptest(self): self.skipTest("inside")
    @unittest.expectedFailure
    def test_xfail(self): self.fail()
    @unittest.expectedFailure
    def test_xpass(self): pass
    def test_subset(self): self.assertDictContainsSubset({"a": 1}, {"a": 2})
    def test_count(self): getattr(self, "assertItemsEqual" if str is bytes else "assertCountEqual")([1, 2, 2], [2, 1, 1])
    def test_regex(self): getattr(self, "assertRegexpMatches" if str is bytes else "assertRegex")("abc", "x+")
    def test_raisesregex(self):
        with getattr(self, "assertRaisesRegexp" if str is bytes else "assertRaisesRegex")(ValueError, "zzz"): int("q")
    def test_cleanup(self):
        self.addCleanup(lambda: 1/0)
class B(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError("no class")
    def test_b(self): pass
class C(unittest.TestCase):
    def setUp(self): raise AssertionError("in setup")
    def tearDown(self): print("never")
    def test_c(self): pass
class D(unittest.TestCase):
    def tearDown(self): self.fail("down")
    def test_d(self): pass
    def test_e(self): 1/0
@unittest.skip("whole class")
class E(unittest.TestCase):
    def test_x(self): pass

class Out(object):
    """stdout, without the time that the tests took."""
    def write(self, text): sys.stdout.write(re.sub(r"in \d+\.\d+s", "in TIME", text))
    def flush(self): sys.stdout.flush()

if __name__ == "__main__":
    runner = unittest.TextTestRunner(Out(), verbosity=2)
    unittest.main(testRunner=runner)

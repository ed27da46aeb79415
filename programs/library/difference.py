# Differences between texts, and objects printed nicely.
#
#   gilpy --profile 2.7 programs/library/difference.py
#   gilpy --profile 3.2 programs/library/difference.py
#

import difflib
import pprint

a = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n".splitlines(True)
b = "zero\none\ntwo\ntree\nfour\nfive\nsix\nseven!\neight\nten\n".splitlines(True)
for function in (difflib.ndiff, difflib.unified_diff, difflib.context_diff):
    print("".join(function(a, b)))
print("".join(difflib.unified_diff(a, b, "old", "new", "then", "now", n=0)))
print("".join(difflib.restore(difflib.ndiff(a, b), 1)) == "".join(a))
matcher = difflib.SequenceMatcher(None, "private Thread currentThread;", "private volatile Thread currentThread;")
print(round(matcher.ratio(), 3), round(matcher.quick_ratio(), 3), round(matcher.real_quick_ratio(), 3))
for code in matcher.get_opcodes():
    print("%s %d:%d %d:%d" % code)
print(list(matcher.get_matching_blocks()))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]))

nested = {"list": list(range(30)), "name": "x" * 20, "deep": {"a": [{"b": (1, 2)}, {"c": set([3])}]}, 5: None}
nested.pop(5)
pprint.pprint(nested)
pprint.pprint(nested, depth=2, width=40)
pprint.pprint([["aaaa", "bbbb", "cccc"] * 4, ("one",), (), set(), frozenset([1]), {}], indent=4, width=30)
circle = [1]
circle.append(circle)
print(pprint.isrecursive(circle), pprint.isreadable([1, "a"]), pprint.saferepr({"b": 1, "a": 2}))
print(pprint.pformat(dict.fromkeys("zyxwvutsrqponmlkjihgfedcba", 1), width=60))

# Values as JSON, and what is said of text that is none.
#
#   gilpy --profile 2.7 programs/library/json_text.py
#   gilpy --profile 3.2 programs/library/json_text.py
#

import json
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, str(e))
for s in ("", "{", "[1,]", "{1:2}", '{"a" 1}', '{"a":1,}', "[1 2]", "nul", '"abc', '"a\\x"', '"a\nb"', "1 2", "[", '{"a":', "01", "-", "1.", '"\\u12"', "NaN", "-Infinity", '{"a":1', "tru", '"\\ud83d\\ude00"', "  [1]  ", "1e5", "-0", "12345678901234567890", '{"a":{"b":[1,2,{"c":null}]}}', "[]", "{}"): t(lambda: json.loads(s))
for o in (None, True, 1, 1.5, 1e100, "a\"\\/\n\t\x01", [1, [2]], {"a": 1}, {1: 2, None: 3, True: 4, 1.5: 5}, (1, 2), float("nan"), float("inf"), set(), object, {(1,): 2}, [], {}, 10**30, "\x7f"): t(lambda: json.dumps(o))
l = []; l.append(l); t(lambda: json.dumps(l))
t(lambda: json.dumps([1, {"a": [2, 3], "b": {}}, []], indent=2, sort_keys=True)); t(lambda: json.dumps({"b": 1, "a": [1, 2]}, sort_keys=True, separators=(",", ":"))); t(lambda: json.dumps(float("nan"), allow_nan=False)); t(lambda: json.dumps({(1,): 2, "a": 1}, skipkeys=True)); t(lambda: json.dumps(set([1]), default=list)); t(lambda: json.loads("[1.5, 2]", parse_float=str, parse_int=lambda x: "i" + x)); t(lambda: json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items()))); t(lambda: json.loads('{"a": 1, "b": 2}', object_pairs_hook=list)); t(lambda: json.loads(5)); t(lambda: json.dumps("\xe9"))
class E(json.JSONEncoder):
    def default(self, o): return "<%s>" % type(o).__name__
print(json.dumps([object(), 1], cls=E), "".join(E().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode('[1] x'), json.dumps("x", indent=4), json.dumps([[], {}], indent=1))
try: import StringIO as io
except ImportError: import io
f = io.StringIO(); json.dump({"a": [1, 2]}, f); print(f.getvalue()); f.seek(0); print(json.load(f))

# UserDict, UserList and UserString.
#
#   gilpy --profile 2.7 programs/library/user_classes.py
#

from UserDict import UserDict, IterableUserDict, DictMixin
from UserList import UserList
from UserString import UserString
d = UserDict({"a": 1}, b=2); print d, len(d), d["a"], "b" in d, sorted(d.items()), d.get("z", 5), d.copy() == d, d.pop("a"), d.setdefault("q", 7), d.has_key("q")
try: d["nope"]
except KeyError as e: print repr(e)
class D(UserDict):
    def __missing__(self, k): return k * 2
print D()["ab"], D(x=1).copy().__class__, list(IterableUserDict(a=1)), UserDict.fromkeys("ab")
l = UserList([3, 1, 2]); l.sort(); print l, l[0:2], l + [4], [0] + l, l * 2, l == [1, 2, 3], len(l), l.index(2), l[::-1]
l.append(9); l[1:2] = [7, 8]; l += [5]; print l, isinstance(l[1:], UserList), max(l)
s = UserString("Hello"); print s, s.upper(), s + " you", s[1:3], s.find("l"), s.split("l"), "ell" in s, s == "Hello", s * 2, s.__class__, len(s), s % (), UserString("%d") % 5, isinstance(s.lower(), UserString), hash(s) == hash("Hello")
class M(DictMixin):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def keys(self): return self.d.keys()
m = M(); m.update(a=1); m["b"] = 2; print m, len(m), sorted(m), m.pop("a"), m.get("a"), m.items(), m.popitem(), m == {}

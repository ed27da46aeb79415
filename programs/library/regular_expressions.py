# Regular expressions: patterns of all kinds, functions, objects, errors.
#
#   gilpy --profile 2.7 programs/library/regular_expressions.py
#   gilpy --profile 3.2 programs/library/regular_expressions.py
#

import re

def show(*a):
    print(" ".join([repr(x) if not isinstance(x, str) else x for x in a]))
def t(p, s, f=0):
    try:
        m = re.search(p, s, f)
        return "no" if m is None else "%r %r %r %r" % (m.regs, m.groups(), m.lastindex, m.lastgroup)
    except Exception as e: return "%s %s" % (type(e).__name__, e)
pats = [r"a", r"a*", r"(a)(b)?", r"(a|b)*c", r"(?P<x>a)(?P<y>b)?", r"(a)\1", r"(?P<x>a)(?P=x)", r"(?:a|b)+", r"[a-c]+", r"[^a-c]+", r"a{2,3}", r"a{2}", r"a{,2}", r"a{2,}", r"a{2,3}?", r"a{", r"a{}", r"a{1", r"a{x}", r"a??b", r"a*?b", r"(a*)*", r"(a*)+", r"(?:a*)*", r"(a|b|)*", r"(?=a)", r"(?!a)b", r"(?<=a)b", r"(?<!a)b", r"(?<=ab|cd)e", r"(?<=a*)b", r"(a)?(?(1)b|c)", r"(?P<q>a)?(?(q)b|c)", r"(?(1)a|b)", r"(?(2)a|b)", r"^a", r"a$", r"\Aa", r"a\Z", r"\ba", r"a\b", r"\Ba", r"\d+", r"\D+", r"\w+", r"\W+", r"\s+", r"\S+", r".", r"..", r"\.", r"\x61", r"\141", r"\0", r"\07", r"\8", r"\1", r"(a)\2", r"\xg", r"\x6", r"[\x6]", r"[\8]", r"[", r"[a", r"[]", r"[]]", r"[^]]", r"[a-", r"[b-a]", r"[\d-z]", r"[a-\d]", r"[\w-]", r"[-a]", r"(", r")", r"(a", r"a)", r"(?", r"(?P", r"(?P<", r"(?P<>a)", r"(?P<1>a)", r"(?P<a", r"(?P<a>a)(?P<a>b)", r"(?P=x)", r"(?P=1)", r"(?P=", r"(?P>a)", r"(?:a", r"(?#a", r"(?#a)b", r"(?=a", r"(?<a)", r"(?<", r"(?z)", r"(?i", r"(?iz)a", r"(?i)A", r"(?i)[A-Z]+", r"(?x) a b # c", r"(?s).+", r"(?m)^b", r"*", r"+a", r"a**", r"a*+", r"a+?+", r"(*)", r"^*", r"$*", r"\b*", r"(?=a)*", r"a|b|", r"|a", r"(|a)+", r"\\", "\\", r"a\b\B", r"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10", r"\01", r"(a)\01", r"\377", r"\400", r"(?(a", r"(?(a)b)", r"(?()a)", r"(?(1", r"(a)(?(1)b|c|d)", r"(?(0)a|b)", r"((a)|b)*", r"(?:(a)|b)*", r"(?:(a)|(b)|c)*", r"(a(b)?)+", r"((a)(b)?)+?", r"a.c", r"a.*c", r"a.*?c", r"[abc]*c", r"(x)?a", r"(?!(a)b)a", r"(?=(a))a", r"(?<=(a))b", r"(?L)\w", r"(?u)\w+", r"(?t)a", r"a{99999999999}", r"a{3,2}", r"(?:ab|ac|ad)", r"(?:abc|abd)*", r"(?:a|ab)(?:c|bcd)(d*)", r"((((a))))", r"[a\]b]+", r"[\n\t]", r"[\b]", r"\a\f\v", r"\e", r"[\e]", r"\Z\A", r"(a+)+$", r"(?i)(a)\1", r"(?i)[^a]", r"(?i)\x41", r"(?i)[a-z0-9_]+x", "a\nb", r"(?m)a$", r"(?m)^", r"$", r"(?m)$", r"\n$", r"(?P<name>\w+)\s(?P<v>\d+)"]
subj = ["", "a", "ab", "aab", "abc", "cab", "aaa bbb", "abab", "b", "xyz", "a\nb", "AbC12 ", "aa{", "abcdefghijj", "a]b", "cde abe", "\\", "aaaab"]
for p in pats:
    found = [t(p, s) for s in subj]
    # An error is the same for all.
    print("%s: %s" % (p, found[0] if len(set(found)) == 1 else "; ".join(found)))
print(re.findall(r"\w+", "hello big world"), re.findall(r"(\w)(\w)", "abcd e"), re.findall(r"(a)|b", "abab"), re.findall("", "abc"), re.findall("x*", "axb"))
print(re.split(r"[ ,]+", "a, b c,d"), re.split(r"([ ,])", "a, b"), re.split("x*", "axbc"), re.split(",", "a,b,c", 1), re.split("(a)|b", "xaybz"), re.split("a", ""), re.split(",", "a,b,c", maxsplit=-1))
print(re.sub("a", "b", "banana"), re.sub("a", "b", "banana", 2), re.subn("a", "b", "banana"), re.sub("(a)(n)", r"\2\1", "banana"), re.sub("(?P<x>a)", r"<\g<x>\g<1>\g<0>>", "banana"), re.sub("x*", "-", "abxd"), re.sub("a", lambda m: m.group().upper(), "banana"), re.sub("a", r"\n\t\\\x", "a"), re.sub("(a)|b", r"[\1]" if 0 else "z", "ab"))
for r in (r"\1", r"\g<x>", r"\g<", r"\g", r"\g<1", r"\g<-1>", r"\g<1a>", r"\2", r"\g<5>", r"\0", r"\01", r"\101", r"\18", r"\9", "\\", r"\g<>", 5, None):
    for p in ("a", "(a)", "(?P<x>a)", "(a)|(b)"):
        try: show(repr(r), p, re.sub(p, r, "ab"))
        except Exception as e: show(repr(r), p, type(e).__name__, str(e))
m = re.match("(?P<a>x)(y)?(?P<b>z)", "xz!"); print(m.group(), m.group(1), m.group("a"), m.group(0, 1, "b"), m.groups(), m.groups("d"), m.groupdict(), m.groupdict("q"), m.start(), m.end("b"), m.span(2), m.expand(r"\1-\g<b>"), m.string, m.re is not None, m.pos, m.endpos, m.lastindex, m.lastgroup, bool(m))
for g in (9, "nope", -1, None, 1.5, True, []):
    try: show(m.group(g))
    except Exception as e: show(type(e).__name__, str(e))
try: m.expand(r"\2")
except Exception as e: show(type(e).__name__, str(e))
p = re.compile("(?P<a>a)(b)", re.I | re.M); show(p.pattern, p.flags, p.groups, p.groupindex, p.match("xab", 1).span(), p.match("xab", 1, 2), p.search("xxab", 1).span(), p.match("xab", pos=1, endpos=3).span(), p.match("ab", 0, 99).endpos, p.match("ab", -5).pos)
print(re.compile("^b").match("ab", 1), re.compile("b$").match("bc", 0, 1).span(), re.compile(r"\bb").search("ab", 1))
s = re.compile(r"\d").scanner("1a2"); print(s.match().group(), s.match(), s.search(), s.pattern is not None)
s = re.compile(r"\d").scanner("1a2"); print(s.search().group(), s.search().group(), s.search(), s.search())
it = re.finditer("a", "banana"); print([x.start() for x in it], next(it, "end"))
print(re.escape("a.b*c\0 _"), re.escape("abc09"), re.compile(p) is p, re.compile("x") is re.compile("x"))
for bad in (lambda: re.compile(p, re.I), lambda: re.compile(5), lambda: re.match("a", 5), lambda: re.match("a", None), lambda: p.match(), lambda: p.split("a", "b"), lambda: p.sub("a"), lambda: re.sub("a", "b", 5)):
    try: bad()
    except Exception as e: show(type(e).__name__, str(e))
sc = re.Scanner([(r"[a-z]+", lambda s, t: ("w", t)), (r"\d+", lambda s, t: int(t)), (r"\s+", None), ("=", "EQ")])
print(sc.scan("abc 12 = x!y"))
print(re.error, re.error.__module__, re.I, re.L, re.M, re.S, re.X, re.U)
print("%r" % (type(p),), "%r" % (type(m),), type(s))
big = "a" * 5000
print(re.match("(?:a|b)*", big).end(), re.match("(a|b)*c", big), re.match("(?:ab?)*?$", big).end(), len(re.findall("a", big)))
try: re.compile("(" * 150 + ")" * 150)
except Exception as e: show(type(e).__name__, str(e))
try: re.compile("(a)" * 120)
except Exception as e: show(type(e).__name__, str(e))

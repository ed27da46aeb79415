# Patterns made at random: what they match, and what their groups remember.
#
#   gilpy --profile 2.7 programs/library/random_patterns.py
#   gilpy --profile 3.2 programs/library/random_patterns.py
#

import re

# A generator of its own, so that every version makes the same patterns.
seed = 7
class R:
    def __init__(s, x): s.x = x
    def n(s, k):
        s.x = (s.x * 1103515245 + 12345) % 2147483648
        return (s.x >> 8) % k
r = R(seed)
def atom(d):
    k = r.n(14)
    if k < 5: return "abc"[r.n(3)]
    if k == 5: return "."
    if k == 6: return ["[ab]", "[^a]", r"\w", r"\b", "^", "$", "[a-b]"][r.n(7)]
    if d <= 0: return "a"
    if k < 10: return "(" + alt(d-1) + ")"
    if k == 10: return "(?:" + alt(d-1) + ")"
    if k == 11: return ["(?=", "(?!"][r.n(2)] + alt(d-1) + ")"
    if k == 12: return "\\" + str(1 + r.n(3))
    return ["(?<=a)", "(?<!b)", "(?=a)", "(?!c)"][r.n(4)]
def rep(d):
    a = atom(d)
    k = r.n(12)
    return a + ["", "", "", "", "*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}?"][k]
def seq(d): return "".join([rep(d) for i in range(1 + r.n(4))])
def alt(d): return "|".join([seq(d) for i in range(1 + r.n(3))])
out = []
for i in range(250):
    p = alt(2)
    try: c = re.compile(p, [0, 0, re.I][r.n(3)])
    except Exception as e:
        out.append("%s ERR %s" % (p, e)); continue
    for j in range(3):
        s = "".join(["abcA"[r.n(4)] for x in range(r.n(9))])
        for f in (c.match, c.search):
            m = f(s)
            out.append("%s %s %s" % (p, s, m and (m.regs, m.lastindex)))
        out.append("%s %s %r" % (p, s, c.findall(s)))
        out.append("%s %s %r %r" % (p, s, c.split(s), c.subn("<>", s)))
print("\n".join(out))

# What dis shows: why `n += 1` is no single step, and the tables behind it.
from __future__ import print_function
import dis
import opcode

n = 0


def count(times=3):
    """Loses updates when two threads run it."""
    global n
    for i in range(times):
        n += 1
    return [n, "text", 2.5, None]


def closes(a, *rest, **named):
    def inner(x):
        try:
            return a + x
        except (KeyError, ValueError) as e:
            raise
        finally:
            print(rest)
    with open(a) as f:
        while a < 5 and f is not None:
            continue
    return inner if named else lambda: (yield a)


class Counter(object):
    step = 1

    def up(self):
        self.n += self.step
        del self.m, rest[0]

    @staticmethod
    def nothing():
        pass


for thing in (count, closes, Counter, Counter().up, count.__code__):
    dis.dis(thing)
    print("---")
dis.disassemble(count.__code__, 12)
for thing in (5, None):
    try:
        dis.dis(thing)
    except (TypeError, RuntimeError) as e:
        print(e)
try:
    count("three")
except TypeError as e:
    import sys
    dis.distb(sys.exc_info()[2].tb_next)
print(list(dis.findlinestarts(closes.__code__)), dis.findlabels(closes.__code__.co_code))
print([name for name in opcode.opname if name[0] != "<"])
print(sorted(opcode.opmap.items()) == sorted((name, at) for at, name in enumerate(opcode.opname) if name[0] != "<"))
for name in sorted(opcode.__all__):
    if name not in ("opname", "opmap"):
        print(name, getattr(opcode, name))
if hasattr(dis, "code_info"):
    dis.dis("x = y\nfor i in x: print(i)")
    dis.dis(count.__code__.co_code)
    dis.show_code(closes)
    dis.show_code("x + 1")
else:
    dis.dis(count.__code__.co_code)

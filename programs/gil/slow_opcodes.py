# After which instructions does a thread look whether a check is due?
#
#   gilpy --profile 2.7 programs/gil/slow_opcodes.py
#   gilpy --profile 3.2 programs/gil/slow_opcodes.py
#
# See: how often each of these bodies of functions comes by the periodic check. The main thread waits for a lock with a
# signal's call pending that only it can run, so as long as that lasts each instruction that can be followed by a check is
# (2.7's counter is set to 0 each time, 3.2's breaker stays set), and the thread's own count of checks is a count of its slow
# instructions. A real CPython keeps that count, too (tick_counter, in the thread state), and ctypes can read it.
#
# With the argument "ticks", on gilpy: what the ticker goes down by, when no check is due. The numbers are the same, but for
# `finally`: the check before SETUP_FINALLY is left out, the tick is not.

import signal
import sys
import threading
try:
    import thread
except ImportError:
    import _thread as thread

is_27 = sys.version_info < (3,)

COMMON = '''
return
a
a = b
a = b = 1
a, b = b, a
a, b, c = b, s, a
a, b, c, d = a, b, x, y
a, b = p|a, b = [1, 2]
a, (b, c) = 1, p
[a, b] = p
if yes: pass
if no: pass
if a: pass
if none: pass
if l: pass
if not a: pass
if not yes: pass
if yes and no: pass
if a and none or l: pass
c = yes and no
c = a and none
c = none or a
c = no or yes
c = a if yes else b
c = a if none else b
c = not a
c = not yes
c = -a
c = +a
c = ~a
c = -x
while yes:|  break
while a:|  a -= 1
while 1:|  break
while True:|  break
for i in p: pass
for i in (): pass
for i in p:|  continue
for i in p:|  if i == 1: continue
for i in p:|  break
for i in p: pass|else: a
for i in l:|  for j in l: pass
for i, j in [p, p]: pass
for o.at in p: pass
c = a < b < 9
c = a < b
c = x > y
c = s == s
c = o is o
c = o is not o
c = a in l
c = a not in l
c = a in p
c = (a, b)
c = (1, 2)
c = [a, b]
c = [1, 2]
c = {a, b}
c = {}
c = {a: b, 1: 2}
c = l[0]
c = l[b]
c = l[-1]
c = p[0]
c = s[0]
c = d[1]
c = d[a - 2]
c = l[a - 2]
c = l[a:b]
c = l[:]
c = l[1:]
c = l[:1]
c = l[::2]
c = s[a:b]
c = s[1:]
c = o[1, 2:3]
l[0] = 1
l[b] = a
l[0] += 1
d[1] = 2
d[1] += 2
l[0:1] = [1]
l[:] = [1, 2]
l[1:] = [1, 2]
l[:1] = [1, 2]
l[0:1] += [3]
del l[5:6]
del l[5:]
del l[:0]
del l[:]
d[5] = 1|del d[5]
c = o.at
o.at = 1
o.at += 1
o.no = 1|del o.no
c = o.at.real
c = t
t
g0()
g1(a)
g1(1)
g1(one=a)
g1(*(1,))
g1(**{'one': 1})
g1(*(), **{'one': 1})
g1(1, *(), **{})
c = g1(g1(a))
c = g2(a, b)
c = g2(a)
c = g2(one=a, two=b)
sum(l)
int()
int('3')
len(s)
str(a)
max(l, key=g1)
max([1, 2], key=lambda i: -i)
s.strip()
s.join([s, s])
s.split(None)
l.append(a)|l.pop()
d.get(1)
d.get(a, b)
o.method()
o.method(1)
o.method(one=1)
o.plain()
o.plain(one=1)
o.static()
o.of_class()
o.computed
o()
Class.method(o)
Class()
Class.of_class()
WithInit(a)
WithInit(one=a)
WithNew(a)
Derived(a)
o[a]
o + o
o < o
o == o
o in [o]
-o
c = 1 if o else 2
for i in Iterable(): pass
for i in Getting(): pass
for i in generator(): pass
for i in generator():|  break
c = list(generator())
c = sum(generator())
c = 1 in generator()
a, b = generator()
c = generator()|next(c)|c.send(1)|c.close()
c = generator()|next(c)|try: c.throw(KeyError)|except KeyError: pass
c = [i for i in p]
c = [i for i in p if i]
c = [i for i in p if i > 1]
c = [i + j for i in p for j in p]
c = {i for i in p}
c = {i: i for i in p}
c = list(i for i in p)
c = lambda: a
c = lambda i, j=1: i
(lambda: a)()
def h(): pass
def h(i=1, j=2): pass
def h(): return a
def h():|  def k(): return a|  return k()|h()
@g1|def h(): pass
class C: pass
class C(object): pass
class C(object):|  at = 1|  def m(self): pass
try: pass|except: pass
try: pass|except KeyError: pass
try: g0()|except KeyError: pass
try: raise KeyError|except KeyError: pass
try: raise KeyError|except: pass
try: raise KeyError(1)|except KeyError as c: pass
try: raise KeyError|except ValueError: pass|except KeyError: pass
try: raise KeyError|except (ValueError, KeyError): pass
try: d[99]|except KeyError: pass
try: fails()|except KeyError: pass
try: unbound|except NameError: pass|unbound = 1
try:|  try: raise KeyError|  except KeyError: raise|except KeyError: pass
try: pass|except KeyError: pass|else: a
for i in p:|  try: pass|  except KeyError: pass
for i in p:|  try: continue|  except KeyError: pass
for i in p:|  try: break|  except KeyError: pass
for i in p:|  try: raise KeyError|  except KeyError: continue
try: pass|finally: pass
a|try: pass|finally: pass
t|try: pass|finally: pass
t = 1|try: pass|finally: pass
a = 1|try: pass|finally: pass
a + b|try: pass|finally: pass
g0()|try: pass|finally: pass
a = b + 1|try: pass|finally: pass
if a < b: pass|try: pass|finally: pass
if a: pass|try: pass|finally: pass
for i in p:|  try: pass|  finally: pass
for i in p:|  try: continue|  finally: pass
for i in p:|  try: break|  finally: pass
try: return 1|finally: pass
try: return 1|finally: t
try:|  try: raise KeyError|  finally: pass|except KeyError: pass
try:|  try: pass|  finally: pass|finally: pass
try: pass|except KeyError: pass|finally: pass
try: raise KeyError|except KeyError: pass|finally: pass
begins_with_finally()
begins_with_except()
begins_with_with()
t = 1|try: pass|except KeyError: pass
with o: pass
with o as c: pass
t = 1|with o: pass
with o: return 1
with Swallowing(): raise KeyError
for i in p:|  with o: continue
for i in p:|  with o: break
assert a
assert yes
assert a < 9, a
del a
global t|t = 1
global t|t += 1
global t|c = t
global u|u = 1|del u
import sys
import sys as c
from sys import path
from sys import path, argv
c = closure()
c = closure()()
c = '%d' % a
c = '%s' % s
c = s + s
s += s
s += 's'
c = s * b
l += [1]|l.pop()
c = l + l
c = 12345678901234567890 + a
c = 1e300 * x
yield_once()
exec(names, {})
exec(star, {})
exec(single, {})
'''

ONLY_27 = '''
print >>null, a
print >>null, a, b
print >>null, a,
print >>null
sys.stdout = null|print a|sys.stdout = sys.__stdout__
sys.stdout = null|print a, b|sys.stdout = sys.__stdout__
sys.stdout = null|print|sys.stdout = sys.__stdout__
exec 'pass'
exec 'a = 1' in {}
c = `a`
try: raise KeyError, 1|except KeyError: pass
try: raise KeyError, 1, None|except KeyError: pass
try: raise KeyError|except KeyError, c: pass
class C:|  at = 1
Old()
Old().method()
c = l[a:b] + l[1:] + l[:1] + l[:]
def h((i, j)): pass
'''

ONLY_32 = '''
a, *b = l
*a, b = l
a, *b, c = l
print(a, file=null)
c = a|del c|def h(): return c
def h():|  nonlocal a|  a = 1|h()
def h(*, i=1): pass
def h(i: int) -> int: pass
try:|  raise KeyError from ValueError()|except KeyError: pass
def h():|  c = a|  def k(): return c|  del c|h()
class C(metaclass=type): pass
class C(Class, metaclass=type): pass
'''

OPERATORS = '+ - * / // % ** << >> & ^ |'.split()
COMPARISONS = '< <= == != > >='.split()


def bodies():
    for body in COMMON.strip().split('\n') + (ONLY_27 if is_27 else ONLY_32).strip().split('\n'):
        yield body
    for op in OPERATORS:
        for body in ('c = a %s b', 'c = a %s 2', 'c = 2 %s b', 'a %s= b', 'a %s= 2', 'a = a %s b', 'c = (a, a %s b)',
                     'c = (a, a %s 2)', 'c = l[0] %s b', 'c = l[0] %s 2', 'c = (l[0] %s b, 1)', 'c = l[0] %s l[0]',
                     'l[0] %s= b', 't %s 2', 't %s t', 'c = (-a) %s b'):
            yield body % op
        if op in '+ - * / // %'.split():
            for body in ('c = x %s y', 'c = x %s 2.5', 'c = x %s a', 'x %s= y', 'c = (x, x %s y)', 'c = (x, x %s 2.5)',
                         'c = (-x) %s y', 'c = (-x) %s 2.5', 'c = (1, (-x) %s y)', 'c = (1, (-x) %s a)'):
                yield body % op
    for op in COMPARISONS:
        for body in ('if a %s b: pass', 'if a %s 3: pass', 'if l[0] %s b: pass', 'if l[0] %s 3: pass', 'if l[0] %s l[0]: pass',
                     'if x %s y: pass', 'if x %s 2.5: pass', 'if (-x) %s y: pass', 'if s %s s: pass', 'if s %s "t": pass',
                     'c = a %s b', 'c = l[0] %s b', 'while a %s b:|  break', 'if a %s b or no: pass', 'if not a %s b: pass',
                     'assert a %s a or 1'):
            yield body % op


SETTING = '''
import sys
null = open('/dev/null', 'w')
sys.displayhook = lambda value: None
names = compile('n = 1; del n; n = 2; n', 'names', 'exec')
star = compile('from errno import *', 'star', 'exec')
single = compile('7', 'single', 'single')
t = 7
def g0(): pass
def g1(one): return one
def g2(one, two=2): return one, two
def fails(): raise KeyError
def generator():
    yield 1
    yield 2
def yield_once():
    for i in generator(): return i
def closure():
    a = 1
    def inner(): return a
    return inner
def begins_with_finally():
    try: pass
    finally: pass
def begins_with_except():
    try: pass
    except KeyError: pass
def begins_with_with():
    with o: pass
class Class(object):
    at = 1
    def method(self, one=1): return one
    @staticmethod
    def static(): pass
    @classmethod
    def of_class(cls): pass
    @property
    def computed(self): return 1
    def __call__(self): pass
    def __getitem__(self, key): return key
    def __add__(self, other): return self
    def __lt__(self, other): return True
    def __neg__(self): return self
    def __enter__(self): return self
    def __exit__(self, *args): pass
class WithInit(object):
    def __init__(self, one): self.one = one
class WithNew(object):
    def __new__(cls, one): return object.__new__(cls)
class Derived(WithInit):
    def __init__(self, one): super(Derived, self).__init__(one)
class Swallowing(object):
    def __enter__(self): pass
    def __exit__(self, *args): return True
class Iterable(object):
    def __init__(self): self.left = 2
    def __iter__(self): return self
    def __next__(self):
        if not self.left: raise StopIteration
        self.left -= 1
    next = __next__
class Getting(object):
    def __getitem__(self, key):
        if key > 1: raise IndexError
class Old:
    def method(self): pass
o = Class()
o.plain = lambda one=1: one
'''


def function_of(body):
    names = {}
    exec(SETTING, names)
    lines = body.split('|') if '|=' not in body and ' | ' not in body else [body]
    arguments = 'a=3, b=2, x=1.5, y=2.5, s="s", l=[1, 2, 3], d={1: 2}, p=(1, 2), yes=True, no=False, none=None'
    source = 'def f(%s):\n' % arguments + ''.join(' %s\n' % line for line in lines)
    exec(source, names)
    return names['f']


def long_way_round():
    # A jump so long that its argument takes an EXTENDED_ARG.
    names = {}
    exec('def f(yes=True, no=False):\n if no:\n' + '  no = yes\n' * 12000 + ' for i in (1,):\n' + '  no = yes\n' * 12000, names)
    return names['f']


def times(counter, mark, function):
    while True:
        before_that = served[0]
        mark()
        # The first time it fills caches and sets attributes.
        function()
        before = counter()
        function()
        count = counter() - before
        # Else main was still on its way into the lock, and has run the call.
        if served[0] == before_that:
            return count


def main(counter, mark):
    empty = times(counter, mark, lambda: None)
    for body in bodies():
        print('%4d  %s' % (times(counter, mark, function_of(body)) - empty, body.replace('|  ', '| ')))
    print('%4d  a long way round' % (times(counter, mark, long_way_round()) - empty))


def count_of_checks():
    try:
        import gil
        return gil.tick_counter
    except ImportError:
        import ctypes
    ctypes.pythonapi.PyThreadState_Get.restype = ctypes.c_void_p
    # In either version it comes after sixteen words.
    counter = ctypes.cast(ctypes.pythonapi.PyThreadState_Get() + 128, ctypes.POINTER(ctypes.c_int))
    return lambda: counter[0]


served = [0]


def handler(number, frame):
    served[0] += 1


def work():
    # Marks SIGINT without waking anybody.
    main(count_of_checks(), thread.interrupt_main)

if sys.argv[1:] == ['ticks']:
    import gil
    main(gil.ticks, lambda: None)
else:
    signal.signal(signal.SIGINT, handler)
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()

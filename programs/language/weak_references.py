# References that do not keep their object alive.
#
#   gilpy --profile 2.7 programs/language/weak_references.py
#   gilpy --profile 3.2 programs/language/weak_references.py
#
# See: callbacks run when the object ends, the newest first; a proxy of a dead object raises; weak mappings forget.

from __future__ import print_function

import gc
import weakref


class C(object):
    def method(self):
        return 7

    def __len__(self):
        return 3

    def __add__(self, other):
        return 'added'


class Slotted(object):
    __slots__ = 'a',


def f():
    pass


def evaluate(text):
    try:
        result = str(eval(text))
    except Exception as error:
        result = type(error).__name__ + ': ' + str(error)
    print(text, '->', result)


c = C()
for text in [
    'weakref.ref(c)() is c',
    'weakref.ref(c) is weakref.ref(c)',
    'weakref.ref(C())()',
    'weakref.ref(C()) == weakref.ref(C())',
    'weakref.ref(c) == weakref.ref(c)',
    'hash(weakref.ref(c)) == hash(c)',
    'hash(weakref.ref(C()))',
    'weakref.ref(Slotted())',
    'weakref.ref(1)',
    'weakref.ref([])',
    'weakref.ref({})',
    "weakref.ref('a')",
    'weakref.ref(())',
    'weakref.ref()',
    'weakref.ref(c, 1, 2)',
    'weakref.ref(set([1]))()',
    'weakref.ref(f)() is f',
    'weakref.ref(C)() is C',
    'len(weakref.proxy(c))',
    'weakref.proxy(c) + 1',
    'weakref.proxy(c).method()',
    'weakref.proxy(c).missing',
    'isinstance(weakref.proxy(c), C)',
    'type(weakref.proxy(c)).__name__',
    'type(weakref.proxy(f)).__name__',
    'hash(weakref.proxy(c))',
    'weakref.proxy(C()).method()',
]:
    evaluate(text)

refs = [weakref.ref(c, lambda ref, i=i: print('callback', i, ref())) for i in range(3)]
print(weakref.getweakrefcount(c), [ref in refs for ref in weakref.getweakrefs(c)])
proxy = weakref.proxy(c)
proxy.x = 5
print(c.x, weakref.getweakrefcount(c))
del c
try:
    proxy.x
except ReferenceError as error:
    print(error)


class Last(object):
    def __del__(self):
        print('__del__ sees', ref())


last = Last()
ref = weakref.ref(last, lambda ref: print('callback before __del__'))
del last

keys = weakref.WeakKeyDictionary()
values = weakref.WeakValueDictionary()
members = weakref.WeakSet()
c = C()
keys[c] = 1
values['c'] = c
members.add(c)
print(len(keys), len(values), len(members), c in keys, values['c'] is c, c in members)
del c
print(len(keys), len(values), len(members), list(keys.values()), values.get('c'), list(members))

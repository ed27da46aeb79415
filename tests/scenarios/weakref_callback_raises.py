# Events:
from __future__ import print_function
import weakref
class A(object): pass
a = A(); r = weakref.ref(a, lambda x: 1 / 0); r2 = weakref.ref(a, lambda x: {}['k'])
del a
print("on")

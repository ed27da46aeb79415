# Events:
from __future__ import print_function
import sys
class S(object):
    def __str__(self): raise ValueError("no str")
    def __repr__(self): raise KeyError("no repr")
for f in (str, repr, lambda o: "%s" % o, lambda o: "%r" % (o,), lambda o: print(o), lambda o: [o].__repr__(), lambda o: "{0}".format(o)):
    try: f(S())
    except Exception as e: print(type(e), e)
class X(Exception):
    def __str__(self): raise TypeError
raise X(S())

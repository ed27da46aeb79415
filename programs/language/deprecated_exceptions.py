# 2.7: two old ways of exceptions that warn: the attribute `message`, and `except` with a string.
#
#   gilpy --profile 2.7 programs/language/deprecated_exceptions.py
#
# See: the warnings, once a filter lets them through; and unicode(error), which asks a class that has a __str__ of its own.

import sys
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print category.__name__, message, lineno


warnings.showwarning = show
warnings.simplefilter('always')

error = Exception("first")
print error.message
error.message = "set by hand"
print error.message
del error.message
try:
    print error.message
except AttributeError as problem:
    print problem

try:
    try:
        raise ValueError("value")
    except ("spam", u"eggs", "ham"):
        print "not here"
except ValueError as problem:
    print "passed on:", problem

warnings.simplefilter('error')
try:
    try:
        raise ValueError("value")
    except "spam":
        print "not here"
except DeprecationWarning as problem:
    print "in its place:", problem


class Own(Exception):
    def __str__(self):
        return u"f\xf6\xf6"


print repr(unicode(Own())), repr(unicode(Exception(u"\xe9"))), repr(unicode(Exception(1, u"\xe9")))
try:
    str(Own())
except UnicodeEncodeError as problem:
    print problem

# Operators as functions, partial application.
#
#   gilpy --profile 2.7 programs/language/operator_functions.py
#   gilpy --profile 3.2 programs/language/operator_functions.py
#
# See: the errors of the functions are those of the operators, apart from the number of arguments.

from __future__ import print_function

import functools
import operator


def f(*args, **kwargs):
    return args, sorted(kwargs.items())


def evaluate(text):
    try:
        result = repr(eval(text))
    except Exception as error:
        result = type(error).__name__ + ': ' + str(error)
    print(text, '->', result)


for text in [
    'functools.partial',
    'functools.partial()',
    'functools.partial(1)',
    'functools.partial(f,1,a=2)(3,b=4)',
    'functools.partial(f,1,a=2).args',
    'functools.partial(f,1,a=2).keywords',
    'functools.partial(f).keywords',
    'functools.partial(f).__dict__',
    'functools.reduce(operator.add,[])',
    'functools.reduce(operator.add,1)',
    'functools.reduce(operator.add,[1,2,3])',
    'functools.reduce(operator.add,[1,2],10)',
    'functools.reduce()',
    'functools.reduce(1)',
    'operator.lt(1)',
    'operator.lt(1,2,3)',
    'operator.abs()',
    'operator.itemgetter()',
    'operator.itemgetter(1)([1])',
    'operator.itemgetter(1,0)([1,2])',
    'operator.itemgetter(0)()',
    'operator.attrgetter()',
    "operator.attrgetter('a')(1)",
    "operator.attrgetter('real')(1)",
    "operator.attrgetter('real.imag','real')(1)",
    'operator.methodcaller()',
    "operator.methodcaller('upper')('a')",
    "operator.methodcaller('split','b')('abc')",
    "operator.methodcaller(1)('a')",
    "operator.methodcaller('x')(1)",
    'operator.contains([1],1)',
    'operator.countOf([1,1],1)',
    'operator.countOf(1,1)',
    'operator.indexOf([1,1],2)',
    'operator.indexOf([1,3],3)',
    'operator.concat(1,2)',
    'operator.concat([1],[2])',
    'operator.iconcat(1,2)',
    'operator.iadd([1],[2])',
    'operator.index(1.5)',
    'operator.truth([])',
    'operator.not_([])',
    'operator.is_(1,1)',
    'operator.delitem([1],0)',
    'operator.pow(2,3)',
    'operator.setitem([1],0,2)',
    'operator.repeat([1],2)',
    'operator.isCallable(1)',
    'operator.isSequenceType([])',
    'operator.isMappingType({})',
    'operator.isNumberType(1)',
    'operator.div(1,2)',
    'operator.__lt__(1,2)',
    'operator.__not__(1)',
    'operator.__concat__([],[])',
    'operator.__inv__(1)',
    'operator.lt',
]:
    evaluate(text)

# Exceptions: which handler takes which, else, and what is left behind.
#
#   gilpy programs/language/exceptions.py
#
# See: the first handler that fits is taken; `else` runs only without an exception; a bare `raise` goes on with the one
# being handled. Under 3.2 the handler's name is deleted at its end, under 2.7 it stays.

def kind(thing):
    try:
        thing()
    except (KeyError, IndexError) as error:
        return 'lookup: %s' % error.__class__.__name__
    except ArithmeticError as error:
        return 'arithmetic: %s' % error
    except Exception as error:
        return '%s: %s' % (error.__class__.__name__, error)
    else:
        return 'none'

print(kind(lambda: {}['x']))
print(kind(lambda: [][3]))
print(kind(lambda: 1 // 0))
print(kind(lambda: int('z')))
print(kind(lambda: None()))
print(kind(lambda: len(3)))
print(kind(lambda: undefined))
print(kind(lambda: 'a' + 1))
print(kind(lambda: 1))


class Own(Exception):
    def __str__(self):
        return 'my own words'

try:
    raise Own('a', 2)
except Own as error:
    print(error)
    print(error.args)

try:
    try:
        raise ValueError('first')
    except ValueError:
        raise
except ValueError as error:
    print('again: %s' % error)


def survives():
    try:
        raise KeyError('k')
    except KeyError as error:
        pass
    try:
        return repr(error)
    except NameError as gone:
        return 'gone: %s' % gone.__class__.__name__

print(survives())

try:
    assert 1 > 2, 'assertion with a message'
except AssertionError as error:
    print(error)

for wrong in ('raise 1', 'raise ValueError, "x"', 'x ='):
    try:
        exec(wrong)
    except Exception as error:
        print('%s -> %s' % (wrong, error.__class__.__name__))

import sys
try:
    {}['deep']
except KeyError:
    kind_, value, tb = sys.exc_info()
    print(kind_ is KeyError and value.args == ('deep',) and tb.tb_lineno == tb.tb_frame.f_lineno - 3)

# An exception raised while another is handled.
#
#   gilpy --profile 2.7 programs/language/chained_exceptions.py
#   gilpy --profile 3.2 programs/language/chained_exceptions.py
#
# See: both end with status 1 and a traceback. 3.2 remembers what came before and prints it first; 2.7 has forgotten.

def low():
    return {}['no such key']


def middle():
    try:
        low()
    except KeyError:
        raise ValueError('could not look it up')


def high():
    try:
        middle()
    finally:
        print('on the way out')

high()

# `raise ... from ...`, new in 3.0: says which exception was the cause of another.
#
#   gilpy --profile 3.2 programs/language/raise_from.py
#
# See: a traceback of both, joined by "direct cause"; status 1.

def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError('no number in line 7') from error

try:
    parse('x')
except RuntimeError as error:
    print(repr(error.__cause__))
    print(error.__context__ is error.__cause__)
    print(error.__traceback__.tb_lineno)

try:
    raise KeyError from 3
except TypeError as error:
    print(error)

parse('twelve')

# 2.7: exec, locals() and import * in functions.
#
#   gilpy --profile 2.7 programs/language/exec_in_functions.py
#
# See: a function with `exec` or `import *` has fast locals and a dict of names at once. locals() brings the former into the
# latter; what `exec` sets goes the other way.


def by_locals():
    number = 5
    exec "print number" in locals()
    names = locals()
    exec "more = number + 1" in names, names
    print sorted(name for name in names if name != '__builtins__')


def bare():
    number = 5
    exec "number = 6; other = 7"
    print number, other
    print sorted(locals())


def with_star():
    number = 5
    from keyword import *
    print sorted(locals()), iskeyword("def")


def in_a_dict(number):
    exec "print given, number" in {'given': 1, 'number': number}


def deleting():
    number = 5
    exec "del number" in locals()
    print number


by_locals()
bare()
with_star()
in_a_dict(3)
deleting()

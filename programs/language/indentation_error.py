# A block that does not line up.
#
#   gilpy programs/language/indentation_error.py; echo $?
#
# See: IndentationError, which is a SyntaxError; status 1.

def f():
    if True:
        x = 1
      y = 2
    return x

# A file that cannot be compiled: nothing of it runs.
#
#   gilpy programs/language/syntax_error.py; echo $?
#
# See: the place with a caret under it, status 1.

print('never printed')
total = 1 +
print('nor this')

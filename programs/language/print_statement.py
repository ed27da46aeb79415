# The print statement of 2.7.
#
#   gilpy --profile 2.7 programs/language/print_statement.py
#
# See: a comma at the end keeps the line open; a blank is put between items, but not after a newline or tab.

import sys

print 1, 'two', 3.0, None
print 'no newline',
print 'yet'
print
print ('a', 'tuple')
print ('not a tuple')
print 'tab\t', 'no blank before this'
print 'newline\n', 'nor before this'
print >>sys.stdout, 'to a file', 2
print >>sys.stdout


class Out(object):
    softspace = 0

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

out = Out()
print >>out, 'a', 'b',
print >>out, 'c'
print out.parts
print `1 + 1`, `'text'`, 1 <> 2, 0777, 10L
exec 'print "from exec"'
exec 'x = y + 1' in {'y': 1}

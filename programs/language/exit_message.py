# Leaving with a message.
#
#   gilpy programs/language/exit_message.py; echo $?
#
# See: the text on stderr, status 1.

import sys

sys.stdout.write('before\n')
sys.stdout.flush()
sys.exit('this goes to stderr')

# An exception that leaves a thread.
#
#   gilpy --profile 2.7 programs/threads/exception_in_thread.py; echo $?
#   gilpy --profile 3.2 programs/threads/exception_in_thread.py; echo $?
#
# See: its traceback on stderr, with the thread's name; the others go on; the status of the process is 0. SystemExit ends a
# thread without a word.

import sys
import threading


def fail(n):
    if n == 0:
        return {}['missing']
    return fail(n - 1)


def leave():
    sys.exit('not shown')

for target, args in ((fail, (1,)), (leave, ())):
    thread = threading.Thread(target=target, args=args, name='Worker of ' + target.__name__)
    thread.start()
    thread.join()
    print('%s: alive %s' % (thread.name, thread.is_alive()))
print('main goes on')

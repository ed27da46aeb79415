# The import lock: one for the process, held from the beginning of an import to its end.
#
#   gilpy programs/threads/import_lock.py
#
# See: a thread that imports while another does waits for it. So a module which starts a thread and waits for it, while it is
# itself imported, waits for ever if that thread imports anything; here it waits for a moment only. Put a main() into your
# modules, and start threads there.

import imp
import os
import sys
import threading
import time

folder = '/tmp/import_lock_%d' % os.getpid()
os.mkdir(folder)
sys.path.insert(0, folder)
written = []


def write(name, text):
    path = os.path.join(folder, name + '.py')
    with open(path, 'w') as file:
        file.write(text)
    written.append(path)

sys.dont_write_bytecode = True
write('told', 'import imp\nprint("during the import: %s" % imp.lock_held())\n')
write('quick', 'x = 1\n')
write('impatient', '''
import threading

def work():
    import quick
    print('the thread has imported %s' % quick.__name__)

thread = threading.Thread(target=work)
thread.start()
thread.join(0.3)
print('the thread waits: %s' % thread.is_alive())
''')
write('forks', '''
import imp, os, sys
sys.stdout.flush()
child = os.fork()
if child == 0:
    print('in the child: %s' % imp.lock_held())
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
print('in the parent: %s' % imp.lock_held())
''')
write('careless', 'import imp\nimp.release_lock()\n')

print('before: %s' % imp.lock_held())
import told
print('after: %s' % imp.lock_held())

import impatient
impatient.thread.join()

import forks

# It can be taken by hand, and more than once.
imp.acquire_lock()
imp.acquire_lock()
imp.release_lock()
print(imp.lock_held())


def not_mine():
    try:
        imp.release_lock()
    except RuntimeError as error:
        print(error)


def importer():
    import quick
    print('imported at last')

thread = threading.Thread(target=not_mine)
thread.start()
thread.join()
del sys.modules['quick']
thread = threading.Thread(target=importer)
thread.start()
time.sleep(0.1)
print('released')
imp.release_lock()
thread.join()
print(imp.lock_held())

try:
    import careless
except RuntimeError as error:
    print(error)

for path in written:
    os.remove(path)
os.rmdir(folder)

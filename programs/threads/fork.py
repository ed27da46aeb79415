# fork() in a program with threads: the child has only the one that forked.
#
#   gilpy programs/threads/fork.py
#
# See: the worker is not in the child, where threading has forgotten it and its thread is the main one; a lock that the worker
# held at that moment stays locked in the child for ever, since nobody is left to release it. Of its state nobody takes care, either:
# sys._current_frames() still shows where it was.

import os
import sys
import threading

lock = threading.Lock()
locked = threading.Event()
go_on = threading.Event()


def work():
    with lock:
        locked.set()
        go_on.wait()

worker = threading.Thread(target=work, name='Worker')
worker.start()
locked.wait()
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    names = [thread.name for thread in threading.enumerate()]
    text = 'child: threads %s, the worker is alive: %s, the lock: %s\n' % (names, worker.is_alive(), lock.locked())
    os.write(1, text.encode('ascii'))
    os.write(1, ('child: frames of %d threads\n' % len(sys._current_frames())).encode('ascii'))
    new = threading.Thread(target=os.write, args=(1, b'child: a new thread runs\n'))
    new.start()
    new.join()
    os._exit(7)
status = os.waitpid(pid, 0)[1]
print('parent: the child ended with %d' % os.WEXITSTATUS(status))
print('parent: threads %s' % sorted(thread.name for thread in threading.enumerate()))
go_on.set()
worker.join()
print('parent: the lock: %s' % lock.locked())

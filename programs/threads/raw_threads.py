# The module below threading: what it takes, and what it refuses.
#
#   gilpy --profile 2.7 programs/threads/raw_threads.py
#   gilpy --profile 3.2 programs/threads/raw_threads.py
#
# See: a thread is a function and its arguments; a SystemExit in it is silent. An acquire() of 2.7 knows no timeout, that of
# 3.2 takes none beside "do not block". In 3.2 the RLock is in this module too.

import sys
import time

try:
    import thread
except ImportError:
    import _thread as thread


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception:
        kind, error = sys.exc_info()[:2]
        print('%s: %s' % (kind.__name__, error))


lock = thread.allocate_lock()
print(type(lock))
attempt(thread.LockType)
attempt(type, 'Subclass', (thread.LockType,), {})
attempt(thread.start_new_thread, 1, 2)
attempt(thread.start_new_thread, attempt, 2)
attempt(thread.start_new_thread, attempt, (), 2)
attempt(thread.start_new_thread, attempt)
for arguments in ((1, 2, 3), (1.5,), ('x',), (10 ** 10,), (10 ** 30,), (0, 1.0), (1, -2.0), (1, 'x')):
    attempt(lock.acquire, *arguments)
attempt(lock.acquire, timeout=0.01)
attempt(lock.release)
attempt(lock.release)
print(thread.error.__name__)

for size in (-1, 5, 32768, 1 << 20, 0, 'x', 1.0):
    attempt(thread.stack_size, size)

log = []


def note(value, end=None):
    log.append((value, end))
    done.release()
    raise SystemExit('not shown')

done = thread.allocate_lock()
for arguments, keywords in (((1,), {}), ((2,), {'end': 3})):
    done.acquire()
    thread.start_new_thread(note, arguments, keywords)
    done.acquire()
    done.release()
while thread._count():
    time.sleep(0.01)
print(log)
attempt(thread.exit, 1)
attempt(thread.interrupt_main, 1)

if hasattr(thread, 'RLock'):
    rlock = thread.RLock()
    print(rlock)
    print([rlock.acquire(), rlock.acquire(), rlock._is_owned()])
    print(rlock._release_save()[0])
    rlock._acquire_restore((3, thread.get_ident()))
    print(rlock._is_owned())
    attempt(rlock._acquire_restore, 1)
    print(thread.TIMEOUT_MAX)

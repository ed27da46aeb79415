# What a Thread tells of itself, and what it refuses.
#
#   gilpy --profile 2.7 programs/threads/thread_objects.py
#   gilpy --profile 3.2 programs/threads/thread_objects.py
#
# See: names are numbered from 1; a thread can be started once and not join itself. A class that forgets to call
# Thread.__init__ is told so by 2.7; 3.2 meant to, and stumbles over a missing attribute instead.

import threading

print(threading.current_thread().name)
print(threading.active_count())
gate = threading.Event()
t = threading.Thread(target=gate.wait)
print([t.name, t.ident, t.daemon, t.is_alive(), repr(t)])
try:
    t.join()
except RuntimeError as error:
    print(error)
t.start()
print([t.is_alive(), t.ident is not None, threading.active_count(), t in threading.enumerate()])
print(repr(t) == '<Thread(Thread-1, started %d)>' % t.ident)
for refused in (t.start, lambda: setattr(t, 'daemon', True), threading.current_thread().join):
    try:
        refused()
    except RuntimeError as error:
        print(error)
gate.set()
t.join()
print([t.is_alive(), threading.active_count()])
print(repr(t) == '<Thread(Thread-1, stopped %d)>' % t.ident)
named = threading.Thread(name='Worker', target=lambda: None)
named.daemon = True
print([repr(named), named.getName(), named.isDaemon()])
print([threading.Thread().name, threading.Thread().name])


class Mine(threading.Thread):
    def run(self):
        self.result = sum(range(10)), threading.current_thread() is self

mine = Mine()
mine.start()
mine.join()
print([mine.name, mine.result])


class Careless(threading.Thread):
    def __init__(self):
        pass

try:
    Careless().start()
except (RuntimeError, AttributeError) as error:
    print(error)
try:
    threading.Thread(group=1)
except AssertionError as error:
    print(error)
print(threading.Thread(target=len, args=('x',), kwargs={}).run())
try:
    import thread
except ImportError:
    import _thread as thread
names = []
done = threading.Event()


def foreign():
    me = threading.current_thread()
    names.append((me.name, me.__class__.__name__, me.daemon))
    done.set()

thread.start_new_thread(foreign, ())
done.wait()
print(names)

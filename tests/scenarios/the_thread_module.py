try: import thread
except ImportError: import _thread as thread
l=thread.allocate_lock(); print(l, type(l), l.locked())
print(thread.LockType, thread.error, thread.allocate, thread.start_new, thread.exit_thread)
with l: print(l.locked())
for g in (lambda: l.release(), lambda: l.acquire_lock(), lambda: l.locked_lock(), lambda: l.release_lock(), lambda: thread.LockType(), lambda: setattr(l,'x',1), lambda: thread.start_new_thread(), lambda: thread.start_new_thread(1,()), lambda: thread.start_new_thread(len,1), lambda: thread.start_new_thread(len,(),1), lambda: thread.exit(), lambda: thread.stack_size(), lambda: thread.stack_size(-1), lambda: thread.stack_size(100), lambda: thread.stack_size(2**18), lambda: thread.stack_size(), lambda: thread.stack_size(0), lambda: thread.stack_size('x'), lambda: thread._count(), lambda: thread.interrupt_main.__name__, lambda: thread._local):
    try: print(g())
    except BaseException as e: print(type(e).__name__,e.args)
print(sorted(n for n in dir(thread) if not n.startswith('__')))
print(sorted(n for n in dir(l)))

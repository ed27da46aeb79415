# More than one interpreter in a process: what each has for itself, and how they talk.
#
#   gilpy programs/threads/several_interpreters.py
#
# No CPython of 2.7 or 3.2 has these modules, so what is to be seen here was made by gilpy. See: an interpreter has its own
# modules and its own __main__; what is sent through a channel is copied; an exception does not leave its interpreter, only
# its text does. They all share the one GIL, so a thread that runs one waits for it like any other.

import sys
import threading
import interpreters


def attempt(function, *args):
    try:
        print(function(*args))
    except (RuntimeError, ValueError, TypeError, OverflowError) as error:
        print('%s: %s' % (error.__class__.__name__, error))

main = interpreters.get_main()
print(main)
print(interpreters.get_current() == main)
first = interpreters.create()
second = interpreters.create()
print(interpreters.list_all())

# Each has its own variables, modules and sys.
x = 'of main'
sys.marker = 'of main'
first.run('x = "of first"')
second.run('x = "of second"')
for one in (first, second):
    one.run('import sys; print("%s %s %s" % (x, __name__, hasattr(sys, "marker")))')
print(x)
first.run('''
import interpreters
print(interpreters.get_current())
print(interpreters.get_main())
print(sorted(set(["os", "threading"]) & set(sys.modules)))
''')

# What they have in common: the classes of the built-in types and modules, and the GIL.
first.run('''
if sys.version_info[0] == 2:
    import thread
else:
    import _thread as thread
print(thread.error.__name__)
''')

# Channels.
recv, send = interpreters.create_channel()
print((recv, send))
for value in (None, 5, -3, 'text', b'bytes', 2 ** 40, 1.5, True):
    send.send(value)
for _ in range(8):
    print(repr(recv.recv()))
attempt(recv.recv_nowait)
print(recv.recv_nowait('nothing'))
attempt(send.send, [1])
attempt(send.send, 1j)
attempt(send.send, 2 ** 70)
first.run('''
send.send('from %d' % interpreters.get_current().id)
send.send(number * 2)
''', channels={'send': send, 'number': 21})
print(recv.recv())
print(recv.recv())
send.close()
attempt(send.send, 1)
attempt(recv.recv)

# What goes wrong inside.
attempt(first.run, 'raise ValueError("spoiled")')
attempt(first.run, 'import no_such_module')
attempt(first.run, 'this is no Python')
attempt(first.run, 'interpreters.get_main().run("x = 1")')
attempt(first.run, 'interpreters.get_current().close()')
attempt(first.run, 'interpreters.get_main().close()')
attempt(main.run, 'x = 1')
attempt(interpreters.Interpreter(99).run, '')

# One that is run by another thread, meanwhile.
recv, send = interpreters.create_channel()
go_recv, go_send = interpreters.create_channel()


def work():
    second.run('''
send.send('running')
print(go.recv())
''', channels={'send': send, 'go': go_recv})

worker = threading.Thread(target=work)
worker.start()
print(recv.recv())
print(second.is_running())
attempt(second.run, 'pass')
attempt(second.close)
go_send.send('go on')
worker.join()
print(second.is_running())

# Threads that an interpreter's code starts belong to it, and its end waits for them.
first.run('''
import threading, time
def late():
    time.sleep(0.05)
    print('a thread of ' + repr(interpreters.get_current()))
threading.Thread(target=late).start()
print('not waited for')
''')
first.close()
print(interpreters.list_all())
attempt(first.run, 'pass')
second.close()
third = interpreters.create()
print(third)

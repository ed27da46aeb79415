# What children have used: os.wait3(), os.wait4(), the module resource; and os.spawn*(), which start programs.
#
#   gilpy programs/threads/children_and_usage.py
#
# See: wait4() waits for one child and tells its resources; it gives the GIL up meanwhile, so the other thread goes on.

import os
import resource
import signal
import threading
import time


def child(wait, status):
    pid = os.fork()
    if pid == 0:
        wait()
        os._exit(status)
    return pid


reader, writer = os.pipe()
ticks = []
before = []


def tick():
    while not before or len(ticks) <= before[0]:
        ticks.append(1)
        time.sleep(0.01)
    # The first child ends when this thread has gone on.
    os.write(writer, b'.')


thread = threading.Thread(target=tick)
thread.start()
first = child(lambda: os.read(reader, 1), 7)
before.append(len(ticks) + 2)
pid, status, usage = os.wait4(first, 0)
print(pid == first, os.WEXITSTATUS(status), len(ticks) > before[0])
thread.join()

second = child(int, 0)
pid, status, usage = os.wait3(0)
print(pid == second, status, type(usage).__name__, len(usage))
print(usage.ru_utime >= 0, isinstance(usage.ru_stime, float), usage.ru_maxrss > 0, usage[2] == usage.ru_maxrss)
print(type(usage) is resource.struct_rusage)
third = child(signal.pause, 0)
print(os.wait3(os.WNOHANG)[0])
os.kill(third, signal.SIGKILL)
print(os.WTERMSIG(os.wait4(third, 0)[1]))
try:
    os.wait4(third, 0)
except OSError as error:
    print(error)

print(os.spawnlp(os.P_WAIT, 'sh', 'sh', '-c', 'exit 3'))
print(os.spawnvp(os.P_WAIT, 'sh', ['sh', '-c', 'kill -9 $$']))
print(os.spawnle(os.P_WAIT, '/bin/sh', 'sh', '-c', 'exit $STATUS', {'STATUS': '4'}))
print(os.spawnvpe(os.P_WAIT, 'sh', ['sh', '-c', 'exit $STATUS'], {'STATUS': '5', 'PATH': os.environ['PATH']}))
print(os.spawnlp(os.P_WAIT, 'no-such-program', 'x'))
pid = os.spawnvp(os.P_NOWAIT, 'sh', ['sh', '-c', 'exit 6'])
print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))

own = resource.getrusage(resource.RUSAGE_SELF)
print(own.ru_utime + own.ru_stime > 0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0)
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE) == (0, hard), resource.RLIM_INFINITY, resource.getpagesize() > 0)
for call in [lambda: resource.getrusage(99), lambda: resource.getrlimit(99), lambda: resource.getrlimit("a"),
             lambda: resource.setrlimit(resource.RLIMIT_CORE, (1,))]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__ + ": " + str(error))

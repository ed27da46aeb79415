# Events:
from __future__ import print_function
import signal, os
for args in ((0, signal.SIG_DFL), (65, signal.SIG_DFL), (-1, signal.SIG_IGN), (signal.SIGKILL, signal.SIG_IGN), (signal.SIGSTOP, signal.SIG_DFL), (signal.SIGUSR1, 7), (signal.SIGUSR1, None), (signal.SIGUSR1, 'x'), ('a', signal.SIG_DFL), (signal.SIGUSR1,), (32, lambda: 0), (33, signal.SIG_IGN)):
    try: print(args[0], signal.signal(*args))
    except Exception as e: print(args[0], type(e).__name__, e)
for f, a in ((signal.getsignal, (0,)), (signal.getsignal, (64,)), (signal.getsignal, (65,)), (signal.siginterrupt, (0, True)), (signal.siginterrupt, (70, True)), (signal.alarm, ('x',)), (os.kill, (os.getpid(), 999)), (os.kill, (-99999, 0)), (signal.pause, (1,)), (signal.siginterrupt, (signal.SIGKILL, False))):
    try: print(f.__name__, f(*a))
    except Exception as e: print(f.__name__, type(e).__name__, e)
print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGKILL))
print(signal.NSIG, sorted(n for n in dir(signal) if n.startswith('SIG') and not n.startswith('SIG_'))[:10])

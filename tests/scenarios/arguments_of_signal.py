import signal
for args in [(),(1,),(1,2,3),('a',1),(2,5),(2,None),(2,'x'),(0,signal.SIG_IGN),(65,signal.SIG_IGN),(9,signal.SIG_IGN),(19,signal.SIG_DFL),(-1,signal.SIG_DFL),(64,signal.SIG_IGN),(33,signal.SIG_IGN),(32,signal.SIG_DFL),(2.0,signal.SIG_IGN),(2**40,signal.SIG_IGN)]:
    try: print(args and args[0], signal.signal(*args))
    except BaseException as e: print(type(e).__name__,e.args)
for args in [(),(0,),(65,),(-1,),(2,),(9,),(32,),(33,),(34,),(64,),('a',),(13,),(25,),(17,),(1,)]:
    try: print(args, signal.getsignal(*args))
    except BaseException as e: print(type(e).__name__,e.args)
print(signal.SIG_DFL,signal.SIG_IGN,signal.NSIG,signal.default_int_handler)
try: signal.default_int_handler()
except BaseException as e: print(type(e).__name__,e.args)
try: signal.default_int_handler(1,2)
except BaseException as e: print(type(e).__name__,e.args)
for f in (signal.siginterrupt,signal.alarm,signal.set_wakeup_fd,signal.pause,signal.getitimer):
  for args in [(),(1,),(0,True),(65,True),(2,True),(2,'x'),('a',),(-5,),(1,2,3),(99,)]:
    if f is signal.pause and args==(): continue
    try: print(f.__name__,args,f(*args))
    except BaseException as e: print(f.__name__,args,type(e).__name__,e.args)
print(sorted(n for n in dir(signal) if not n.startswith('__')))

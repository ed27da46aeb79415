# sys.settrace() and sys.setprofile(): functions that are told of each call, line, return and exception.
#
#   gilpy programs/language/trace_functions.py
#
# See: what a debugger lives on, and a profiler. The trace function is told of a call; what it returns is told of the
# lines in that call. A `while` that jumps back tells of its line again, a `pass` in between tells of nothing new. The
# profile function is told of built-in functions too, and of no lines. A hook that raises is taken off.

import sys


def describe(arg):
    if isinstance(arg, tuple):
        return '%s(%s)' % (arg[0].__name__, arg[1])
    return getattr(arg, '__name__', None) or repr(arg)


def tracer(frame, event, arg):
    code = frame.f_code
    if code.co_name == 'traced':
        return None
    print('  %-9s %s+%d %s' % (event, code.co_name, frame.f_lineno - code.co_firstlineno, describe(arg)))
    return tracer


def profiler(frame, event, arg):
    print('  %-11s %s %s' % (event, frame.f_code.co_name, describe(arg)))


def loop(n):
    while n:
        n -= 1
        pass
    return [x * 2
            for x in (1, 2)]


def risky(word):
    try:
        return int(word)
    except ValueError:
        return -1


def numbers():
    yield 1
    yield 2


def consume():
    for number in numbers():
        pass
    return max([3, 4].pop(), len('ab'))


def traced(function, *args):
    print('%s%r' % (function.__name__, args))
    sys.settrace(tracer)
    result = function(*args)
    sys.settrace(None)
    print('  gave %r' % (result,))

traced(loop, 2)
traced(risky, '5')
traced(risky, 'five')
traced(consume)

print('profile')
sys.setprofile(profiler)
consume()
risky('x')
sys.setprofile(None)


def variables(frame, event, arg):
    # A hook sees the variables, and can change them.
    if event == 'line' and 'secret' in frame.f_locals:
        frame.f_locals['secret'] = 'changed'
    return variables


def keeper():
    secret = 'kept'
    for i in range(2):
        pass
    return secret

sys.settrace(variables)
result = keeper()
sys.settrace(None)
print(result)


def angry(frame, event, arg):
    raise RuntimeError('no %s please' % event)

sys.settrace(angry)
try:
    keeper()
except RuntimeError as error:
    print(error)
print(sys.gettrace())
print(sys.getprofile())


def half_way():
    a = 1
    # A frame that runs already is traced through its f_trace.
    sys._getframe().f_trace = tracer
    sys.settrace(tracer)
    b = 2
    c = 3
    sys.settrace(None)
    d = 4

half_way()

# Decorators: functions that replace the function or class below them.
#
#   gilpy programs/language/decorators.py
#
# See: they are applied from the bottom up, when the definition is run.

from functools import wraps, partial


def note(name):
    print('making the decorator %s' % name)

    def decorate(function):
        print('applying %s to %s' % (name, function.__name__))

        @wraps(function)
        def wrapper(*args, **kwargs):
            return '%s(%s)' % (name, function(*args, **kwargs))
        return wrapper
    return decorate


@note('outer')
@note('inner')
def hello(who, mark='!'):
    """Greets."""
    return 'hello ' + who + mark

print(hello('you', mark='?'))
print('%s: %s' % (hello.__name__, hello.__doc__))


def memo(function):
    known = {}

    @wraps(function)
    def wrapper(n):
        if n not in known:
            known[n] = function(n)
        return known[n]
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

print(fib(80))


class Registry(object):
    def __init__(self):
        self.names = []

    def __call__(self, cls):
        self.names.append(cls.__name__)
        return cls

register = Registry()


@register
class A(object):
    pass


@register
class B(object):
    pass

print(register.names)
print(partial(int, base=2)('1010'))

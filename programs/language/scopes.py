# Where a name is looked up: local, enclosing, global, built in.
#
#   gilpy programs/language/scopes.py
#
# See: a name that is assigned anywhere in a function is local everywhere in it; a class body is no scope for its methods.

x = 'global'


def reads():
    return x


def assigns():
    try:
        return x
    except UnboundLocalError as error:
        return str(error)
    x = 'local'


def declares():
    global x
    x = 'set by declares'

print(reads())
print(assigns())
declares()
print(reads())


class Body(object):
    x = 'class'
    y = x + ' body'

    def method(self):
        return x

print(Body.y)
print(Body().method())


def enclosing():
    x = 'enclosing'

    class Inner(object):
        z = x

        def method(self):
            return x
    return Inner.z, Inner().method()

print(enclosing())
print(sorted(name for name in globals() if name in ('x', 'reads', 'Body')))


def show():
    a = 1
    b = 2
    return sorted(locals().items())

print(show())
len_ = len
len = lambda thing: 42
print(len('abc'))
del len
print(len('abc'))
try:
    no_such_name
except NameError as error:
    print(error)
print(eval('a + b', {'a': 1}, {'b': 2}))
namespace = {}
exec('def f(): return 7\nn = f()', namespace)
print(namespace['n'])

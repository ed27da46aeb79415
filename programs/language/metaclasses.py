# Classes of classes.
#
#   gilpy programs/language/metaclasses.py
#
# See: the metaclass is called with name, bases and namespace when the class statement ends, and is inherited. (The two
# versions name it differently in a class statement, so this program calls it.)

class Registry(type):
    classes = []

    def __new__(meta, name, bases, namespace):
        namespace = dict(namespace, tag=name.lower())
        return type.__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace):
        type.__init__(cls, name, bases, namespace)
        Registry.classes.append(name)

    def __call__(cls, *args):
        print('making a %s' % cls.__name__)
        return type.__call__(cls, *args)

    def __len__(cls):
        return 7

    def __getattr__(cls, name):
        return 'class attribute ' + name

Base = Registry('Base', (object,), {'greet': lambda self: 'hi from ' + self.tag})


class Derived(Base):
    def __init__(self, n=0):
        self.n = n

print(Registry.classes)
d = Derived(4)
print([d.n, d.greet(), len(Derived), Derived.anything])
print([type(Derived).__name__, isinstance(Derived, Registry), type(type(Derived)).__name__])
try:
    d.anything
except AttributeError as error:
    print(error)


class Single(object):
    _one = None

    def __new__(cls):
        if cls._one is None:
            cls._one = object.__new__(cls)
        return cls._one

print(Single() is Single())
print([c.__name__ for c in type.mro(Derived)])

# Attributes, from the outside and from the inside.
#
#   gilpy programs/language/attribute_access.py
#
# See: __getattribute__ is asked for every attribute, __getattr__ only for those that were not found.

class Watched(object):
    kind = 'class attribute'

    def __init__(self):
        self.x = 1

    def __getattribute__(self, name):
        if not name.startswith('__'):
            seen.append(name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        if name == 'no':
            raise AttributeError('there is no %s' % name)
        return 'made: ' + name

    def __delattr__(self, name):
        seen.append('del ' + name)
        object.__delattr__(self, name)

seen = []
w = Watched()
print([w.x, w.kind, w.other])
del w.x
print(w.x)
try:
    w.no
except AttributeError as error:
    print(error)
print(seen)
print([hasattr(w, 'no'), hasattr(w, 'kind'), getattr(w, 'no', 'default'), getattr(Watched, 'kind')])


class Plain(object):
    def method(self):
        return 'plain'

p = Plain()
setattr(p, 'added', 1)
p.method = lambda: 'replaced in the instance'
print([p.method(), Plain.method(p), sorted(p.__dict__), sorted(vars(p))])
del p.method
print(p.method())
Plain.later = lambda self: 'added to the class later'
print(p.later())
p.__class__ = type('Other', (object,), {'later': lambda self: 'of another class'})
print([p.later(), p.added])
try:
    p.__class__ = int
except TypeError as error:
    print(error.__class__.__name__)
for name in ('x', 'real'):
    try:
        setattr(5, name, 1)
    except (AttributeError, TypeError) as error:
        print('%s: %s' % (error.__class__.__name__, error))
try:
    object().x = 1
except AttributeError as error:
    print(error)
try:
    int.new = 1
except TypeError as error:
    print(error)


class Meta(object):
    items = property(lambda self: 'computed')

m = Meta()
m.__dict__['items'] = 'stored'
print(m.items)


def f():
    pass

f.note = 'functions have attributes'
print([f.note, f.__name__, f.__doc__, f.__module__])
print([callable(f), callable(1), callable(Plain), callable(p)])
print([name for name in dir(p) if not name.startswith('_')])

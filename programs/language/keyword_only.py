# Arguments that can only be given by name, annotations, and starred targets: 3.x.
#
#   gilpy --profile 3.2 programs/language/keyword_only.py
#
# See: the errors name what is missing.

def f(a, *, key, other=3, **rest):
    return a, key, other, sorted(rest)

print(f(1, key=2))
print(f(1, key=2, other=4, more=5))
for call in (lambda: f(1), lambda: f(1, 2, key=3)):
    try:
        call()
    except TypeError as error:
        print(error)


def annotated(x: int, *args: 'rest', flag: bool=False) -> str:
    return str(x)

print(sorted(annotated.__annotations__.items(), key=str))
print(f.__kwdefaults__)
first, *middle, last = range(6)
print(first, middle, last)
*init, final = 'abc'
print(init, final)
try:
    a, b, *c = [1]
except ValueError as error:
    print(error)


class Meta(type):
    def __new__(meta, name, bases, namespace, **options):
        print(name, sorted(options))
        return type.__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **options):
        pass

    @classmethod
    def __prepare__(meta, name, bases, **options):
        return {'prepared': True}


class Made(metaclass=Meta, option=1):
    pass

print(Made.prepared, type(Made).__name__)


class Child(Made):
    def who(self):
        return super().__class__.__name__, __class__.__name__

print(Child().who())

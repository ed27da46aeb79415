"""Abstract base classes: a metaclass whose classes can demand methods, and can be told of subclasses."""


def abstractmethod(funcobj):
    """Mark a method that a subclass must define before it can be instantiated."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractproperty(property):
    """A property that a subclass must define."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """The metaclass of abstract base classes.

    isinstance() and issubclass() ask the class: its __subclasshook__ first, then its real subclasses, then those that were
    registered. What was found is kept; what was not is kept until the next registration anywhere.
    """

    _abc_invalidation_counter = 0

    def __new__(mcls, name, bases, namespace):
        cls = super(ABCMeta, mcls).__new__(mcls, name, bases, namespace)
        abstracts = set(key for key, value in namespace.items() if getattr(value, '__isabstractmethod__', False))
        for base in bases:
            for key in getattr(base, '__abstractmethods__', ()):
                if getattr(getattr(cls, key, None), '__isabstractmethod__', False):
                    abstracts.add(key)
        cls.__abstractmethods__ = frozenset(abstracts)
        cls._abc_registry = set()
        cls._abc_cache = set()
        cls._abc_negative_cache = set()
        cls._abc_negative_cache_version = ABCMeta._abc_invalidation_counter
        return cls

    def __call__(cls, *args, **kwds):
        if cls.__abstractmethods__:
            raise TypeError("Can't instantiate abstract class %s with abstract methods %s"
                            % (cls.__name__, ', '.join(sorted(cls.__abstractmethods__))))
        return type.__call__(cls, *args, **kwds)

    def register(cls, subclass):
        """Count a class as a subclass of this one."""
        if not isinstance(subclass, _class_types):
            raise TypeError('Can only register classes')
        if issubclass(subclass, cls):
            return
        if issubclass(cls, subclass):
            raise RuntimeError('Refusing to create an inheritance cycle')
        cls._abc_registry.add(subclass)
        ABCMeta._abc_invalidation_counter += 1

    def __instancecheck__(cls, instance):
        subclass = getattr(instance, '__class__', None)
        if subclass is not None and subclass in cls._abc_cache:
            return True
        subtype = type(instance)
        if subtype is subclass or subclass is None:
            return cls.__subclasscheck__(subtype)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(subtype)

    def __subclasscheck__(cls, subclass):
        if subclass in cls._abc_cache:
            return True
        if cls._abc_negative_cache_version < ABCMeta._abc_invalidation_counter:
            cls._abc_negative_cache = set()
            cls._abc_negative_cache_version = ABCMeta._abc_invalidation_counter
        elif subclass in cls._abc_negative_cache:
            return False
        found = cls.__subclasshook__(subclass)
        if found is NotImplemented:
            found = (cls in getattr(subclass, '__mro__', ())
                     or any(issubclass(subclass, known) for known in cls._abc_registry)
                     or any(issubclass(subclass, known) for known in cls.__subclasses__()))
        (cls._abc_cache if found else cls._abc_negative_cache).add(subclass)
        return found


class _Classic:
    pass

# In 2.7 a class without bases is of another type.
_class_types = (type, type(_Classic))

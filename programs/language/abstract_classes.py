# Abstract base classes: what a class must define, and what counts as what
#
#   gilpy programs/language/abstract_classes.py
#
# See: a class with abstract methods cannot be instantiated; a class is told to be another's subclass by register(), or is
# found to be by what it defines; and collections has such classes for containers.

import abc
import collections

Shape = abc.ABCMeta('Shape', (object,), {'area': abc.abstractmethod(lambda self: 0)})


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2


class Vague(Shape):
    pass

attempt(Shape)
attempt(Vague)
print(Square(3).area())
print(isinstance(Square(1), Shape))
print(isinstance(5, Shape))
Shape.register(int)
print(isinstance(5, Shape))
attempt(Shape.register, 5)


class Bag(collections.MutableSequence):
    def __init__(self, *items):
        self.items = list(items)

    def __getitem__(self, at):
        return self.items[at]

    def __setitem__(self, at, item):
        self.items[at] = item

    def __delitem__(self, at):
        del self.items[at]

    def __len__(self):
        return len(self.items)

    def insert(self, at, item):
        self.items.insert(at, item)

bag = Bag(3, 1, 2)
bag.append(1)
bag.reverse()
bag += [7]
bag.remove(1)
print(list(bag))
print([bag.index(2), bag.count(1), 7 in bag, bag.pop()])
attempt(collections.MutableSequence)
attempt(collections.Mapping)
for value in (1, 'text', (), [], {}, set(), iter([]), len):
    kinds = ['Hashable', 'Iterable', 'Iterator', 'Sized', 'Callable', 'Sequence', 'MutableSequence', 'Mapping', 'Set']
    print('%s: %s' % (type(value).__name__,
                      ' '.join(kind for kind in kinds if isinstance(value, getattr(collections, kind)))))

# Events:
from __future__ import print_function
import contextlib
import sys


def now():
    return getattr(sys.exc_info()[0], "__name__", None)


def catches():
    try:
        yield 1
    except ValueError:
        print("caught", now())
        yield 2
    print("left", now())
    yield 3


def fails():
    try:
        yield 1
    except ValueError:
        raise KeyError("from the generator")


def handles():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            yield 1
        except ValueError:
            print("caught", now())
        print("handling", now())
        yield 2
        raise


def ends():
    try:
        yield 1
    except GeneratorExit:
        pass


def while_handling(function):
    print("---", function.__name__)
    try:
        [][1]
    except IndexError:
        try:
            function()
        except Exception as e:
            print("out came", type(e).__name__, e, now())
        print("then", now())
        try:
            raise
        except Exception as e:
            print("again", type(e).__name__, e)


def one():
    generator = catches()
    next(generator)
    print(generator.throw(ValueError), now())
    print(next(generator), now())


def two():
    generator = fails()
    next(generator)
    generator.throw(ValueError)


def three():
    generator = handles()
    next(generator)
    print(now())
    print(generator.throw(ValueError), now())
    next(generator)


def four():
    generator = ends()
    next(generator)
    generator.close()


@contextlib.contextmanager
def manager():
    try:
        yield
    except KeyError:
        yield


def five():
    with manager():
        raise KeyError("twice")


for function in (one, two, three, four, five):
    while_handling(function)
five()

# The with statement: what is entered is exited, whatever happens.
#
#   gilpy programs/language/with_statement.py
#
# See: __exit__ is told of the exception and swallows it by returning something true; several managers are exited in the
# opposite order.

from contextlib import contextmanager, closing


class Gate(object):
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print('enter %s' % self.name)
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print('exit %s with %s' % (self.name, kind and kind.__name__))
        return self.swallow

with Gate('a') as name:
    print(name)

with Gate('outer'), Gate('inner', swallow=True):
    raise ValueError('swallowed')
print('after')

try:
    with Gate('b'):
        raise KeyError('passes')
except KeyError:
    print('seen outside')


def leave():
    with Gate('c'):
        return 'returned'

print(leave())

for i in range(3):
    with Gate('loop'):
        if i == 0:
            continue
        break


@contextmanager
def tag(name):
    print('<%s>' % name)
    try:
        yield name
    except ZeroDivisionError as error:
        print('handled: %s' % error.__class__.__name__)
    finally:
        print('</%s>' % name)

with tag('p'):
    1 // 0


class Thing(object):
    def close(self):
        print('closed')

with closing(Thing()):
    print('open')

try:
    with 3:
        pass
except AttributeError as error:
    print(error.__class__.__name__)

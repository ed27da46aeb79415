# What `finally` does to returns, breaks and exceptions.
#
#   gilpy programs/language/finally_order.py
#
# See: it runs on every way out, and a return or break inside it replaces whatever was on its way.

log = []


def plain():
    try:
        return 'from try'
    finally:
        log.append('finally after return')


def override():
    try:
        return 'from try'
    finally:
        return 'from finally'


def swallow():
    try:
        raise ValueError('lost')
    finally:
        return 'the exception is gone'


def loop():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            log.append('body %d' % i)
        finally:
            log.append('finally %d' % i)
    return 'left at %d' % i


def nested():
    try:
        try:
            raise KeyError('inner')
        finally:
            log.append('inner finally')
    except KeyError:
        log.append('handler')
        return 'returned by the handler'
    finally:
        log.append('outer finally')


def replaced():
    try:
        try:
            raise ValueError('first')
        finally:
            raise TypeError('second')
    except Exception as error:
        return '%s, %s' % (error.__class__.__name__, error)


def broken_out():
    while True:
        try:
            raise ValueError('dropped')
        finally:
            break
    return 'after the loop'


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2

for f in (plain, override, swallow, loop, nested, replaced, broken_out, value_is_kept):
    print('%s: %s' % (f.__name__, f()))
for line in log:
    print(line)

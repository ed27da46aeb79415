# Can a class have more forebears than calls may be nested?
#
#   gilpy --profile 2.7 programs/language/many_generations.py
#   gilpy --profile 3.2 programs/language/many_generations.py
#
# See: attributes are found, and missed, and classes compared, more than a thousand generations up, by a thread, too; a change at
# the top is seen at the bottom.

import threading

GENERATIONS = 1200


def family(first):
    last = first
    for i in range(GENERATIONS):
        last = type(first)('Child', (last,), {})
    return last


class Old:
    pass


class New(object):
    pass


class Apart(object):
    pass


def look():
    for first in (Old, New):
        last = family(first)
        one = last()
        for thing in (last, one):
            try:
                thing.missing
            except AttributeError as error:
                print(error)
        # The instance dies while the exception is on its way.
        try:
            last().missing
        except AttributeError as error:
            print(error)
        first.added = 'at the top'
        print(last.added, one.added)
        print(issubclass(last, first), isinstance(one, first), isinstance(one, int))
        print('added' in dir(last))
        del first.added
        print(hasattr(one, 'added'))

        class Mixed(last, Apart):
            pass
        print(len(Mixed.__mro__))


look()
thread = threading.Thread(target=look)
thread.start()
thread.join()

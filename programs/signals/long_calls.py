# Which long calculations does a signal interrupt in the middle?
#
#   gilpy --profile 2.7 programs/signals/long_calls.py
#   gilpy --profile 3.2 programs/signals/long_calls.py
#
# See: the calls, each of which takes far longer than the timer, by whether the handler's exception ended them ("in the middle") or
# they ended and the handler ran then ("afterwards"). The C code of the first looks at signals now and then; of the second it
# does not, and Ctrl-C has to wait.

import functools
import signal


class Interrupt(Exception):
    pass


def handler(number, frame):
    raise Interrupt


def attempt(name, function, *args):
    done = []
    # One call of native code: no opcode ends between the two.
    calls = [functools.partial(function, *args), functools.partial(done.append, True)]
    try:
        # Processor time, so that a busy machine changes nothing.
        signal.setitimer(signal.ITIMER_PROF, 0.01)
        list(map(functools.partial.__call__, calls))
        while True:
            pass
    except Interrupt:
        print('%-22s %s' % (name, 'afterwards' if done else 'in the middle'))


signal.signal(signal.SIGPROF, handler)

# Made in no time: by shifts, and divided by one digit. Not of constants, of which the compiler would make the number.
one = len('x')
huge = (one << 6000000) // 7
large = (one << 900000) // 3
odd = (one << 20000) - 1
attempt('text of a number', str, huge)
attempt('product', huge.__mul__, huge + 1)
attempt('division', divmod, huge, large)
attempt('power', pow, 3, 3000000)
attempt('power and remainder', pow, 3, odd, odd - 2)
attempt('sum', sum, getattr(__builtins__, 'xrange', range)(30000000))
attempt('membership', (0,).__class__(range(2000000)).__contains__, -1)

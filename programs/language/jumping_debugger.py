# frame.f_lineno set by a trace function: a debugger's jump to another line.
#
#   gilpy programs/language/jumping_debugger.py
#
# See: what a jump leaves out and what it repeats. The blocks on its way are left, and none can be jumped into; so is it with
# the body of a `finally` and with a line that needs an exception. Only the trace function may do it, when told of a line.

import sys


def jump(function, source, target):
    """Runs the function with one jump, between lines that are counted from its `def`."""
    out = []
    first = function.__code__.co_firstlineno
    done = []

    def trace(frame, event, arg):
        if frame.f_code is function.__code__ and event == "line" and not done:
            if frame.f_lineno == first + source:
                done.append(1)
                frame.f_lineno = first + target
        return trace

    sys.settrace(trace)
    try:
        function(out)
    except Exception as error:
        out.append(type(error).__name__ + ": " + str(error).replace(str(first + target), "N"))
    sys.settrace(None)
    print(function.__name__ + " " + repr(out))


def forwards(out):
    out.append(1)
    out.append(2)
    out.append(3)


def backwards(out):
    out.append(1)
    out.append(2)
    out.append(3)


def out_of_a_loop(out):
    for i in 1, 2, 3:
        out.append(i)
        out.append(-i)
    out.append("end")


def within_a_loop(out):
    for i in 1, 2, 3:
        out.append(i)
        for j in 4, 5:
            out.append(j)
        out.append(-i)


def over_a_raise(out):
    try:
        out.append(1)
        raise ValueError("not reached")
        out.append(2)
    except ValueError:
        out.append("caught")
    out.append("end")


def into_a_loop(out):
    out.append(1)
    for i in 1, 2:
        out.append(i)


def to_an_except_line(out):
    try:
        out.append(1)
    except KeyError:
        out.append("caught")


def out_of_a_finally(out):
    try:
        out.append(1)
    finally:
        out.append(2)
    out.append(3)


def into_a_finally(out):
    out.append(0)
    try:
        out.append(1)
    finally:
        out.append(2)


def within_a_finally(out):
    try:
        out.append(1)
    finally:
        out.append(2)
        out.append(3)
        out.append(4)


def before_the_function(out):
    out.append(1)


def behind_the_function(out):
    out.append(1)



jump(forwards, 1, 3)
jump(backwards, 3, 1)
jump(out_of_a_loop, 3, 4)
jump(within_a_loop, 4, 5)
jump(over_a_raise, 3, 4)
jump(into_a_loop, 1, 3)
jump(to_an_except_line, 2, 3)
jump(out_of_a_finally, 4, 5)
jump(into_a_finally, 1, 5)
jump(within_a_finally, 4, 6)
jump(before_the_function, 1, -5)
jump(behind_the_function, 1, 100)

# Not from outside, and not at another event.
try:
    sys._getframe().f_lineno = 1
except ValueError as error:
    print(error)


def wrong_values(frame, event, arg):
    frame.f_trace = wrong_values
    for value in 1.5, "1", None:
        try:
            frame.f_lineno = value
        except ValueError as error:
            print(error)
    sys.settrace(None)


sys.settrace(wrong_values)
forwards([])

"""What live objects are and what they are made of: functions, classes, frames."""

import linecache as _linecache
import os as _os
import sys
import types
from collections import namedtuple

_py2 = sys.version_info[0] == 2

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE = 16, 32, 64


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    if _py2:
        return isinstance(object, (type, types.ClassType))
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isgeneratorfunction(object):
    return bool((isfunction(object) or ismethod(object)) and object.__code__.co_flags & CO_GENERATOR)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def ismethoddescriptor(object):
    return (hasattr(object, '__get__') and not hasattr(object, '__set__') and not ismethod(object)
            and not isfunction(object) and not isclass(object))


def isdatadescriptor(object):
    return hasattr(object, '__set__') and hasattr(object, '__get__')


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def isabstract(object):
    return bool(isinstance(object, type) and getattr(object, '__abstractmethods__', None))


def getmembers(object, predicate=None):
    """The (name, value) pairs of an object's attributes, by name; those that the predicate accepts."""
    results = []
    for key in dir(object):
        try:
            value = getattr(object, key)
        except AttributeError:
            continue
        if not predicate or predicate(value):
            results.append((key, value))
    results.sort()
    return results


def getmro(cls):
    """The classes in which attributes are looked up, in their order."""
    if hasattr(cls, '__mro__'):
        return cls.__mro__
    found = []

    def search(one):
        if one not in found:
            found.append(one)
            for base in one.__bases__:
                search(base)
    search(cls)
    return tuple(found)


def cleandoc(doc):
    """A docstring without the margin that its indentation makes."""
    lines = doc.expandtabs().split('\n')
    margin = None
    for line in lines[1:]:
        content = len(line.lstrip())
        if content:
            indent = len(line) - content
            margin = indent if margin is None else min(margin, indent)
    lines[0] = lines[0].lstrip()
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getdoc(object):
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


ArgSpec = namedtuple('ArgSpec', 'args varargs keywords defaults')
FullArgSpec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')
Arguments = namedtuple('Arguments', 'args varargs keywords' if _py2 else 'args, varargs, varkw')
ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')
Traceback = namedtuple('Traceback', 'filename lineno function code_context index')


def _arguments(code):
    count = code.co_argcount
    only = 0 if _py2 else code.co_kwonlyargcount
    names = list(code.co_varnames)
    args, kwonly = names[:count], names[count:count + only]
    at = count + only
    varargs = varkw = None
    if code.co_flags & CO_VARARGS:
        varargs = names[at]
        at += 1
    if code.co_flags & CO_VARKEYWORDS:
        varkw = names[at]
    return args, varargs, kwonly, varkw


def getargs(code):
    if not iscode(code):
        raise TypeError('arg is not a code object' if not _py2 else '%r is not a code object' % (code,))
    args, varargs, kwonly, varkw = _arguments(code)
    return Arguments(args + kwonly, varargs, varkw)


def getargspec(func):
    """The names and defaults of a Python function's parameters."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError('%r is not a Python function' % (func,))
    args, varargs, kwonly, varkw = _arguments(func.__code__)
    if kwonly or getattr(func, '__annotations__', None):
        raise ValueError('Function has keyword-only arguments or annotations, use getfullargspec() API which can '
                         'support them')
    return ArgSpec(args, varargs, varkw, func.__defaults__)


def getargvalues(frame):
    args, varargs, varkw = getargs(frame.f_code)
    return ArgInfo(args, varargs, varkw, frame.f_locals)


if not _py2:
    def getfullargspec(func):
        if ismethod(func):
            func = func.__func__
        if not isfunction(func):
            raise TypeError('%r is not a Python function' % (func,))
        args, varargs, kwonly, varkw = _arguments(func.__code__)
        return FullArgSpec(args, varargs, varkw, func.__defaults__, kwonly, func.__kwdefaults__, func.__annotations__)


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1)


def getfile(object):
    """The file that a module, class, function, traceback, frame or code object comes from."""
    if ismodule(object):
        if hasattr(object, '__file__'):
            return object.__file__
        raise TypeError('%r is a built-in module' % (object,))
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if hasattr(module, '__file__'):
            return module.__file__
        raise TypeError('%r is a built-in class' % (object,))
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError('%r is not a module, class, method, function, traceback, frame, or code object' % (object,))

getsourcefile = getfile


def getmodule(object, _filename=None):
    """The module that an object was made in, if that can be told."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    return None


def getmodulename(path):
    name = _os.path.basename(path)
    return name[:-3] if name.endswith('.py') else None


def getlineno(frame):
    return frame.f_lineno


def getframeinfo(frame, context=1):
    """Where a frame or traceback is: file, line, function, the lines around it, and which of them it is."""
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    else:
        lineno = frame.f_lineno
    filename = getfile(frame)
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        all_lines = _linecache.getlines(filename, frame.f_globals)
        if all_lines:
            start = max(0, min(start, len(all_lines) - context))
            lines = all_lines[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index)


def getouterframes(frame, context=1):
    frames = []
    while frame:
        frames.append((frame,) + getframeinfo(frame, context))
        frame = frame.f_back
    return frames


def getinnerframes(tb, context=1):
    frames = []
    while tb:
        frames.append((tb.tb_frame,) + getframeinfo(tb, context))
        tb = tb.tb_next
    return frames


def stack(context=1):
    """Records of the caller's frame and of those that called it."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Records of the frames between here and where the exception that is handled was raised."""
    return getinnerframes(sys.exc_info()[2], context)

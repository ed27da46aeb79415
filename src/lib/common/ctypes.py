"""The part of ctypes that programs about threads use: integers of C's sizes, py_object, callbacks, and pythonapi with
PyThreadState_SetAsyncExc(), which makes another thread raise an exception, Py_AddPendingCall(), which has the main
thread call something between two opcodes, PyThreadState_Swap(), with which to go wrong, and what goes with these.

There is no C behind it: nothing can be loaded, and no other function can be called.
"""

import sys as _sys
import _ctypes
from _functools import partial as _partial
from operator import attrgetter as _attrgetter

__all__ = ['ArgumentError', 'CFUNCTYPE', 'PYFUNCTYPE', 'c_void_p', 'c_short', 'c_ushort', 'c_int', 'c_uint', 'c_long', 'c_ulong',
           'c_longlong', 'c_ulonglong', 'c_size_t', 'c_ssize_t', 'py_object', 'sizeof', 'pythonapi']

if _sys.version_info[0] == 2:
    _integers = (int, long)
    _long = long
else:
    _integers = (int,)
    _long = int


class ArgumentError(Exception):
    pass

ArgumentError.__module__ = 'ctypes'


class _Simple(object):
    """An integer of C: the low bits of what it is given."""

    _bits = 64
    _signed = True

    def __init__(self, value=0):
        self.value = value

    def _get(self):
        return self._value

    def _set(self, value):
        if isinstance(value, float):
            raise TypeError('int expected instead of float')
        if not isinstance(value, _integers):
            raise TypeError('an integer is required')
        value &= (1 << self._bits) - 1
        if self._signed and value >> (self._bits - 1):
            value -= 1 << self._bits
        # Of 2.7's two kinds the one that C's converter makes.
        self._value = int(value) if self._signed or self._bits < 32 else _long(value)

    value = property(_get, _set)

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, self._value)

    def __bool__(self):
        return self._value != 0

    __nonzero__ = __bool__

    @classmethod
    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        if isinstance(value, _integers):
            return cls(value)
        raise TypeError('wrong type')


def _simple(name, bits, signed):
    return type(name, (_Simple,), {'_bits': bits, '_signed': signed, '__module__': 'ctypes'})

c_short = _simple('c_short', 16, True)
c_ushort = _simple('c_ushort', 16, False)
c_int = _simple('c_int', 32, True)
c_uint = _simple('c_uint', 32, False)
c_long = _simple('c_long', 64, True)
c_ulong = _simple('c_ulong', 64, False)
c_longlong = c_ssize_t = c_long
c_ulonglong = c_size_t = c_ulong



class c_void_p(c_ulong):
    """An address; None for NULL."""

    value = property(lambda self: int(self._value) or None, lambda self, value: self._set(value or 0))

    @classmethod
    def from_param(cls, value):
        return cls(0) if value is None else super(c_void_p, cls).from_param(value)

c_void_p.__module__ = 'ctypes'

_null = object()


class py_object(object):
    """A reference to an object, or NULL."""

    def __init__(self, value=_null):
        self._value = value

    def _get(self):
        if self._value is _null:
            raise ValueError('PyObject is NULL')
        return self._value

    def _set(self, value):
        self._value = value

    value = property(_get, _set)

    def __repr__(self):
        if self._value is _null:
            return 'py_object(<NULL>)'
        return 'py_object(%r)' % (self._value,)

    @classmethod
    def from_param(cls, value):
        return value if isinstance(value, cls) else cls(value)

py_object.__module__ = 'ctypes'


def sizeof(kind):
    """The size in bytes of a C type or of an instance."""
    bits = getattr(kind, '_bits', None)
    if bits is None:
        if kind is py_object or isinstance(kind, py_object):
            return 8
        raise TypeError('this type has no size')
    return bits // 8


def _convert(position, value):
    # Without argtypes a plain integer is a C int, so a thread's identifier, which needs more bits, must come as a c_long.
    if value is None or isinstance(value, (_Simple, py_object, _Callback)):
        return value
    if isinstance(value, _integers):
        return c_int(value)
    raise ArgumentError("argument %d: %s: Don't know how to convert parameter %d" % (position, TypeError, position))


class _Function(object):
    # One of the interpreter's own. A call has no frame here while the function is at work: what it does to the calling
    # thread shows in the caller.

    def __init__(self, name, wanted, body):
        self.__name__ = name
        self._wanted = wanted
        self._body = body
        self._call = _partial(_ctypes.staged, self._plan)
        self.argtypes = None
        self.restype = c_int

    __call__ = property(_attrgetter('_call'))

    def _plan(self, *args):
        # What is to be called, with which arguments, and what makes the result of what that gives.
        types = self.argtypes
        wanted = self._wanted if types is None else len(types)
        if len(args) < wanted:
            raise TypeError('this function takes at least %d argument%s (%d given)'
                            % (wanted, '' if wanted == 1 else 's', len(args)))
        converted = []
        for at, value in enumerate(args):
            if types is not None and at < len(types):
                wrong = None
                try:
                    converted.append(types[at].from_param(value))
                except Exception as error:
                    wrong = 'argument %d: %s: %s' % (at + 1, type(error), error)
                # Not from within the handler: nothing else is told of.
                if wrong:
                    raise ArgumentError(wrong)
            else:
                converted.append(_convert(at + 1, value))
        restype = self.restype
        # What is wider than an int loses its upper bits.
        finish = None if restype is None else True if restype is c_int else lambda result: restype(result).value
        body = self._body(*converted[:self._wanted])
        return body[0], body[1:], finish


def _set_async_exc(thread, exception):
    if isinstance(exception, py_object):
        return _ctypes.set_async_exc, _signed(thread), exception.value
    if isinstance(exception, _Simple) and exception.value:
        raise ValueError('an address cannot be made an object')
    return _ctypes.set_async_exc, _signed(thread)


def _add_pending_call(function, argument):
    if not isinstance(function, _Callback):
        raise ValueError('an address cannot be called')
    return _ctypes.add_pending_call, lambda: function._called_with(argument)


def _swap_thread_state(state):
    if not isinstance(state, _Simple):
        return _ctypes.swap_thread_state, 0
    return _ctypes.swap_thread_state, _signed(state)


class _Callback(object):
    # What C would call. It knows how to make Python's arguments out of C's.

    def __init__(self, function):
        if not callable(function):
            raise TypeError('argument must be callable or integer function address')
        self._function = function

    def __call__(self, *args):
        return self._function(*args)

    def _called_with(self, *args):
        # As C sees it: a number, and an exception goes no further.
        try:
            values = [self._received(kind, arg) for kind, arg in zip(self._argtypes_, args)]
            result = self._function(*values)
            return c_int(result).value if self._restype_ is not None else 0
        except BaseException:
            self._tell(*_sys.exc_info())
            return -1

    @staticmethod
    def _received(kind, arg):
        if arg is None or isinstance(arg, py_object):
            return getattr(arg, 'value', None) if kind is py_object else kind(0).value
        return kind(arg.value or 0).value

    @staticmethod
    def _tell(kind, value, tb):
        import traceback
        line = 315 if _sys.version_info[0] == 2 else 260
        lines = ['Traceback (most recent call last):\n',
                 '  File "_ctypes/callbacks.c", line %d, in \'calling callback function\'\n' % line]
        lines += traceback.format_tb(tb.tb_next) + traceback.format_exception_only(kind, value)
        _sys.stderr.write(''.join(lines))


def CFUNCTYPE(restype, *argtypes):
    """The type of callbacks with this result and these arguments."""
    return type('CFunctionType', (_Callback,), {'_restype_': restype, '_argtypes_': argtypes, '__module__': 'ctypes'})

# Nothing is called without the GIL here.
PYFUNCTYPE = CFUNCTYPE


def _signed(thread):
    if not isinstance(thread, _Simple):
        return 0
    return c_long(thread.value).value


def _gil_state_ensure():
    # Who can call it has a thread state and the GIL.
    return int,


def _gil_state_release(state):
    return int,


def _thread_state_get():
    return _ctypes.thread_state,


class _PythonAPI(object):
    """The interpreter's own C functions, as far as they are here."""

    def __init__(self):
        self.PyThreadState_SetAsyncExc = _Function('PyThreadState_SetAsyncExc', 2, _set_async_exc)
        self.Py_AddPendingCall = _Function('Py_AddPendingCall', 2, _add_pending_call)
        self.PyGILState_Ensure = _Function('PyGILState_Ensure', 0, _gil_state_ensure)
        self.PyGILState_Release = _Function('PyGILState_Release', 1, _gil_state_release)
        self.PyThreadState_Get = _Function('PyThreadState_Get', 0, _thread_state_get)
        self.PyThreadState_Swap = _Function('PyThreadState_Swap', 1, _swap_thread_state)

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        raise AttributeError('%s: undefined symbol: %s' % (_sys.executable, name))

    def __getitem__(self, name):
        return getattr(self, name)

pythonapi = _PythonAPI()

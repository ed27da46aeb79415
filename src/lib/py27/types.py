"""Names for the built-in types (2.7)."""

import sys

NoneType = type(None)
TypeType = type
ObjectType = object
IntType = int
LongType = long
FloatType = float
BooleanType = bool
ComplexType = complex
StringType = str
UnicodeType = unicode
StringTypes = (str, unicode)
TupleType = tuple
ListType = list
DictType = DictionaryType = dict
XRangeType = xrange
SliceType = slice
EllipsisType = type(Ellipsis)
NotImplementedType = type(NotImplemented)
DictProxyType = type(object.__dict__)
ModuleType = type(sys)
BuiltinFunctionType = BuiltinMethodType = type(len)
# Not in every Python that calls itself 2.7.
if hasattr(sys.modules['__builtin__'], 'buffer'):
    BufferType = buffer
if hasattr(sys.modules['__builtin__'], 'file'):
    FileType = file


def _f():
    yield 1

FunctionType = LambdaType = type(_f)
CodeType = type(_f.__code__)
GeneratorType = type(_f())
GetSetDescriptorType = type(FunctionType.__dict__['func_code'])
MemberDescriptorType = type(FunctionType.__dict__['func_globals'])


class _C:
    def _m(self):
        pass

ClassType = type(_C)
InstanceType = type(_C())
UnboundMethodType = MethodType = type(_C._m)

try:
    raise TypeError
except TypeError:
    _tb = sys.exc_info()[2]
    TracebackType = type(_tb)
    FrameType = type(_tb.tb_frame)
    del _tb

del sys, _f, _C

__all__ = list(n for n in globals() if n[:1] != '_')

"""Names for the built-in types that have none of their own (3.2)."""

import sys


def _f():
    yield 1

FunctionType = LambdaType = type(_f)
CodeType = type(_f.__code__)
GeneratorType = type(_f())
GetSetDescriptorType = type(FunctionType.__dict__['__code__'])
MemberDescriptorType = type(FunctionType.__dict__['__globals__'])
ModuleType = type(sys)
BuiltinFunctionType = BuiltinMethodType = type(len)


class _C:
    def _m(self):
        pass

MethodType = type(_C()._m)

try:
    raise TypeError
except TypeError:
    _tb = sys.exc_info()[2]
    TracebackType = type(_tb)
    FrameType = type(_tb.tb_frame)
    del _tb

del sys, _f, _C

"""The names of `threading` where there are no threads: that module once more, over `_dummy_thread`."""

import sys as _sys
import _dummy_thread


def _import_anew():
    thread = 'thread' if bytes is str else '_thread'
    names = (thread, 'threading', '_threading_local')
    held = dict((name, _sys.modules.pop(name)) for name in names if name in _sys.modules)
    _sys.modules[thread] = _dummy_thread
    try:
        import threading
        import _threading_local
        _sys.modules['_dummy_threading'] = threading
        _sys.modules['_dummy__threading_local'] = _threading_local
    finally:
        for name in names:
            _sys.modules.pop(name, None)
        _sys.modules.update(held)


_import_anew()
from _dummy_threading import *
from _dummy_threading import __all__
del _dummy_thread

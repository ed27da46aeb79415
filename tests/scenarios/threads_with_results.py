# Events:
from __future__ import print_function
import threading, time
class Res(threading.Thread):
    _result = None
    def run(self):
        try:
            self._result = self._Thread__target(*self._Thread__args) if hasattr(self, '_Thread__target') else self._target(*self._args)
        except BaseException as e:
            self._result = e
    def join(self, timeout=None):
        threading.Thread.join(self, timeout)
        if isinstance(self._result, BaseException): raise self._result
        return self._result
r = Res(target=lambda a, b: a * b, args=(6, 7)); r.start(); print(r.join())
r = Res(target=lambda a, b: a / b, args=(6, 0)); r.start()
try: r.join(5)
except ZeroDivisionError as e: print("re-raised", e)
r = Res(target=int, args=('x',)); r.start()
r.join()

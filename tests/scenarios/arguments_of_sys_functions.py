# Events:
from __future__ import print_function
import sys
import warnings
warnings.simplefilter("ignore")
for values in ((), (1, 2), (0,), (-5,), ("a",), (1.5,), (10 ** 20,), (None,)):
    for name in ("setcheckinterval", "setswitchinterval", "exit"):
        if name == "exit" and len(values) < 2:
            continue
        try:
            print(name, values, getattr(sys, name)(*values))
        except (TypeError, ValueError, OverflowError) as e:
            print(name, values, type(e).__name__, e)
        except AttributeError:
            pass
if sys.version_info[0] == 3:
    for value in (1e-7, 1e-5, 1e13, 2e13, 1e30, float("inf"), float("nan"), 0.005):
        sys.setswitchinterval(value)
        print(value, int(sys.getswitchinterval() * 1e6 + 0.5))
sys.exit(1, 2)

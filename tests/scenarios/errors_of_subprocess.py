# Events:
from __future__ import print_function
import subprocess
for f in (lambda: subprocess.check_call("exit 3", shell=True), lambda: subprocess.check_output("exit 4", shell=True), lambda: subprocess.call(["/no/such/prog"]), lambda: subprocess.check_call(["sh", "-c", "kill -9 $$"])):
    try: f()
    except Exception as e: print(type(e).__name__, e, getattr(e, 'returncode', None))
subprocess.check_call("exit 3", shell=True)

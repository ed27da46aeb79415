# Events:
from __future__ import print_function
import sys, os, subprocess
G = sys.executable
import signal
tests = ["import sys; sys.exit(None)", "import sys; sys.exit(0)", "import sys; sys.exit(256)", "import sys; sys.exit(-1)", "import sys; sys.exit('txt')", "import sys; sys.exit((1, 2))", "import sys; sys.exit(True)", "raise SystemExit", "raise SystemExit(3)", "raise KeyboardInterrupt", "import os; os._exit(300)", "import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGINT)", "import sys; sys.exit([])", "import threading, os, time; threading.Thread(target=lambda: os._exit(4)).start(); time.sleep(3)", "import sys; sys.exit(sys.exit)", "import sys\ntry: sys.exit(2)\nfinally: raise SystemExit(6)", "import sys; sys.exit(1.5)", "exit(9)", "quit('q')"]
for i, t in enumerate(tests):
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        sys.stderr = sys.stdout
        exec(compile(t, "<t%d>" % i, "exec"), {})
        sys.exit(0)
    s = os.waitpid(pid, 0)[1]
    print(i, os.WIFEXITED(s) and os.WEXITSTATUS(s), os.WIFSIGNALED(s) and os.WTERMSIG(s))

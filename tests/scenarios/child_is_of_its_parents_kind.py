# Events:
# What is started as sys.executable is the same Python, though nothing but the path is handed on.
from __future__ import print_function
import os
import subprocess
import sys

ask = "import sys; print(sys.version_info[:2]); sys.stdout.flush()"
print(sys.version_info[:2])
sys.stdout.flush()
subprocess.call([sys.executable, "-c", ask])
os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", ask])
os.system(sys.executable + " -c '" + ask + "'")
os.execl(sys.executable, sys.executable, "-c", ask)

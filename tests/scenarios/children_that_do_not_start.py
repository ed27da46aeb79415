# Events:
from __future__ import print_function
import os
import select
import subprocess


def start(*args, **kwargs):
    try:
        print(subprocess.call(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e)


def raising(what):
    def function():
        raise what
    return function


class Own(Exception):
    pass


for what in (ValueError("before"), Own("own"), OSError(13, "denied"), KeyboardInterrupt(), SystemExit(4)):
    start(["true"], preexec_fn=raising(what))
start(["true"], preexec_fn=lambda: os._exit(9))
start(["true"], cwd="/nowhere")
start(["true"], cwd="/etc/passwd")
start(["/etc/passwd"])
start(["/nowhere/at/all"])
start("no such program")
start("exit 3", shell=True)
start("echo $0", shell=True, executable="/bin/sh")
start(["sh", "-c", "echo $A"], env={"A": "b", "PATH": os.environ["PATH"]})
start(["true"], bufsize="much")
# 3.2 closes in the child what it has no use for there.
reader, writer = os.pipe()
child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
os.close(writer)
# The pipe is at its end when nobody can write to it.
print("open no more" if select.select([reader], [], [], 0)[0] else "open in the child")
child.communicate()
subprocess.Popen(["true"], cwd="/nowhere")

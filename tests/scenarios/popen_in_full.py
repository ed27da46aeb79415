# Events: see reading; settle; ^C
from __future__ import print_function
import os
import tempfile
pipe = os.popen("echo a; echo b")
print(repr(pipe.readline()), pipe.readlines(), pipe.close())
for command in ("exit 3", "kill -9 $$", "kill -2 $$", "true"):
    pipe = os.popen(command)
    print(repr(pipe.read()), pipe.close())
pipe = os.popen("cat", "w")
pipe.write("to cat\n")
print(pipe.close())
for arguments in (("true", "x"), ("true", "rw"), ("true", "r", 1), (5,), ()):
    try:
        print(os.popen(*arguments).close())
    except Exception as e:
        print(type(e).__name__)
# Whether a child that dies of the key is seen first, or the key, would be a matter of luck.
folder = tempfile.mkdtemp()
over = os.path.join(folder, "over")
os.mkfifo(over)
pipe = os.popen("trap '' INT; cat " + over)
print("reading")
try:
    print(repr(pipe.read()))
finally:
    open(over, "w").close()
    print(pipe.close())
    os.remove(over)
    os.rmdir(folder)

# Events:
# communicate() given text that is not to be encoded: the traceback goes through CPython's functions to os.write().
import subprocess, traceback
for subprocess._has_poll in True, False:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        child.communicate(b"\xe9".decode("latin-1"))
    except (UnicodeError, TypeError):
        traceback.print_exc()
    child.kill()
    child.wait()

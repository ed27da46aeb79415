# Events:
# A handler runs while the thread waits for room in a pipe; the write goes on afterwards, or ends with what the handler raises.
from __future__ import print_function
import fcntl, io, os, signal, sys, threading, time
def note(number, frame): happened.append("handler")
class Stop(Exception): pass
def stop(number, frame): raise Stop
def attempt(name, open_it, handler):
    del happened[:]
    reader, writer = os.pipe()
    flags = fcntl.fcntl(writer, fcntl.F_GETFL)
    fcntl.fcntl(writer, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    try:
        while True: os.write(writer, b"x" * 4096)
    except OSError: pass
    fcntl.fcntl(writer, fcntl.F_SETFL, flags)
    file = open_it(writer)
    signal.signal(signal.SIGALRM, handler)
    def drain():
        # Main waits for room by then, and gets it when the handler has run.
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGALRM)
        end = time.time() + 20
        while not happened and time.time() < end: time.sleep(0.05)
        happened.append("room")
        while os.read(reader, 65536): pass
    thread = threading.Thread(target=drain)
    thread.start()
    try:
        file.write(b"x" * 100000)
        file.flush()
        happened.append("written")
    except Stop:
        happened.append("stopped")
    except (IOError, OSError) as error:
        happened.append(error.errno)
    try:
        file.close()
    except Exception as error:
        happened.append(type(error).__name__)
    try: os.close(writer)
    except OSError: pass
    thread.join()
    print(name, happened)
happened = []
for handler in note, stop:
    attempt("raw", lambda fd: io.open(fd, "wb", 0), handler)
    attempt("buffered", lambda fd: io.open(fd, "wb"), handler)
    if sys.version_info < (3,):
        attempt("file", lambda fd: os.fdopen(fd, "wb"), handler)

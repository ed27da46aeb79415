# Where does a signal get its handler at once, though the thread is in a handler already?
#
#   gilpy --profile 2.7 programs/signals/looked_at_directly.py
#   gilpy --profile 3.2 programs/signals/looked_at_directly.py
#
# See: for each of these, whether a signal that is waiting is handled within it ("within") or not before the handler that runs
# has ended ("after"). Between two instructions a handler is run as a pending call, and while one pending call runs no other does. So
# what looks at signals inside a handler does so by itself: most of it because it may take long, str() and repr() because objects
# that contain each other may. It is there that a second Ctrl-C finds its way into the handler of the first.

import io
import math
import os
import re
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback

is_27 = sys.version_info < (3,)

COMMON = '''
"%d" % seven
"%d" % -seven
"%i" % seven
"%u" % seven
"%5d" % seven
"%d" % big
"%x" % seven
"%x" % big
"%o" % seven
"%c" % sixty_five
"%s" % seven
"%s" % big
"%s" % text
"%s" % none
"%s" % [1]
"%s" % [[]]
"%s" % (half,)
"%r" % seven
"%r" % text
"%f" % half
"%g" % half
"%%" % nothing
"%(a)s" % {"a": seven}
"%(a)d" % {"a": seven}
str(7)
str(big)
str("text")
str(1.5)
str(None)
str([])
str({})
str(())
str(int)
str(error)
str(thing)
repr(7)
repr(big)
repr("text")
repr(1.5)
repr(None)
repr([])
repr({})
repr(error)
repr(thing)
hex(7)
hex(big)
oct(7)
bin(7)
bin(big)
format(7)
format(7, "d")
format(7, "5")
format(7, "x")
format(7, "n")
format(7, ",")
format(big)
format(big, "d")
format(big, "x")
format(1.5)
format(1.5, "f")
format("text")
format("text", "8")
format(None)
format([])
format(thing)
"{0}".format(7)
"{0:d}".format(7)
"{0:5}".format(7)
"{0!s}".format(7)
"{0!r}".format(7)
"{0}".format("text")
"{0!s}".format("text")
"{0}".format([])
"{0}".format(big)
int("7")
int(digits)
int(1.5)
float("1.5")
seven + seven
seven * seven
seven ** 7
seven // 2
big + 1
big - 1
big + big
big * 2
big * big
huge * huge
huge * big
big // 7
big // (big // 3)
huge // big
big % 7
divmod(big, big // 3)
big << 3
big >> 3
big & big
-big
big ** 2
big ** 1
three ** 1000
three ** 7
pow(3, 1000, 7)
pow(big, 3, 7)
pow(7, 3, big)
pow(big, big, big)
big == big
hash(big)
float(big)
big / 3
big / (big // 3)
big % (big // 3)
huge % big
big // huge
math.factorial(5)
math.factorial(30)
math.factorial(300)
math.sqrt(2)
sum(numbers)
sorted(numbers)
max(numbers)
list(numbers)
7 in numbers
"".join(["a", "b"])
",".join(texts)
text * 1000
"text".upper()
texts == texts
compare(numbers)
short_pattern.match("aaab")
pattern.match("ab" * 100)
pattern.match("ab" * 3000)
pattern.search("ab" * 3000)
short_pattern.sub("b", "a" * 5000)
short_pattern.findall("ab" * 3000)
null.write("a")
null.flush()
raw.write(b"a")
buffered.write(b"a")
(buffered.write(b"a"), buffered.flush())
zero.read(5)
raw_zero.read(5)
raw_zero.readinto(room)
empty.read()
empty.readline()
list(empty)
with_lines(lambda file: file.readline())
with_lines(lambda file: file.read())
with_lines(list)
io.open("/dev/null", "rb").close()
sys.stdout.flush()
os.write(writer, b"a")
os.read(reader, 1)
os.getpid()
os.stat("/")
os.listdir("/")
os.path.exists("/")
os.waitpid(os.fork() or os._exit(0), 0)
time.sleep(0)
time.sleep(0.001)
time.time()
select.select([], [], [], 0)
select.select([], [], [], 0.001)
ours.send(b"a")
theirs.recv(1)
ours.sendall(b"a")
theirs.recv(1)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.signal(signal.SIGHUP, handler)
signal.getsignal(signal.SIGHUP)
signal.siginterrupt(signal.SIGHUP, True)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.alarm(0)
signal.set_wakeup_fd(-1)
interrupted(os.read, silent, 1)
interrupted(select.select, [silent], [], [])
interrupted(theirs.recv, 1)
interrupted(late.connect, text_file + '.socket')
interrupted(late.connect_ex, text_file + '.socket')
interrupted(time.sleep, 60)
interrupted(os.waitpid, sleeper(), 0)
interrupted(signal.pause)
threading.Lock().acquire()
threading.Lock().acquire(False)
threading.RLock().acquire()
threading.Event().wait(0.001)
threading.current_thread()
started()
tell_traceback(null)
tell_traceback(thing)
tell_exception()
failing()
formatting()
sys.exc_info()
__import__("keyword")
compile("1 + 1", "text", "exec")
eval("1 + 1")
isinstance(7, int)
getattr(thing, "own")
[].sort()
dict(numbers_and_texts)
thing == thing
thing()
'''

ONLY_27 = '''
print_to(null, 7)
print_to(null, "text")
print_to(null, None)
print_to(null)
print_to(thing, 7)
print_to(thing, "text")
`7`
unicode(7)
unicode("text")
unicode(thing)
u"%s" % seven
u"%d" % seven
u"%s" % text
u"%s" % unicode(text)
u"{0}".format(7)
long(7) + 1
str(7L)
"%d" % long(seven)
long(seven) * long(seven)
cmp(big, big)
raw_input()
'''

ONLY_32 = '''
print(7, file=null)
print("text", file=null)
print(None, file=null)
print(file=null)
print(7, file=thing)
print("text", file=thing)
ascii(7)
ascii("text")
str(b"text", "ascii")
repr(b"text")
"text".encode()
b"text".decode()
null.write("a" * 10000)
threading.Lock().acquire(True, 0.001)
held.acquire(True, 0.001)
held.acquire(timeout=0)
time.ctime()
input()
'''

happened = []


def handler(number, frame):
    happened.append('handler')


class Thing(object):
    own = 1

    def write(self, text): pass

    def __call__(self): pass

    def __eq__(self, other): return True
    __hash__ = None

    def __repr__(self): return 'thing'


def interrupted(call, *args):
    # It is ended by an alarm; by the next one, if the first comes before it waits.
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        call(*args)
    except (OSError, IOError, select.error):
        pass
    signal.setitimer(signal.ITIMER_REAL, 0)


def sleeper():
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        time.sleep(60)
        os._exit(0)
    children.append(child)
    return child


def started():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def failing():
    try:
        {}[1]
    except KeyError:
        pass


def formatting():
    try:
        {}[1]
    except KeyError:
        traceback.format_exc()


def tell_traceback(file):
    try:
        1 // 0
    except ZeroDivisionError:
        stderr, sys.stderr = sys.stderr, file
        sys.excepthook(*sys.exc_info())
        sys.stderr = stderr


def tell_exception():
    stderr, sys.stderr = sys.stderr, null
    sys.excepthook(ValueError, ValueError('text'), None)
    sys.stderr = stderr


def compare(numbers):
    return numbers == numbers[:]


def with_lines(use):
    with (open(text_file) if is_27 else open(text_file, encoding='ascii')) as file:
        use(file)


def print_to(file, *items):
    names = {'file': file, 'items': items}
    exec(compile('print >>file, items[0],' if items else 'print >>file', 'print', 'exec'), names)

short_pattern = re.compile('a*b')
pattern = re.compile('(a|b)*c')
three, seven, sixty_five, half, text, none, nothing = 3, 7, 65, 1.5, 'text', None, ()
big = 10 ** 300
huge = 7 ** 5000
digits = '7' * 3000
numbers = list(range(1000))
texts = ['a'] * 1000
numbers_and_texts = list(zip(numbers, texts))
error = ValueError('text')
thing = Thing()
null = open('/dev/null', 'w')
raw = io.open('/dev/null', 'wb', 0)
buffered = io.open('/dev/null', 'wb')
zero = io.open('/dev/zero', 'rb')
raw_zero = io.open('/dev/zero', 'rb', 0)
empty = open('/dev/null')
room = bytearray(5)
reader, writer = os.pipe()
silent, never_written = os.pipe()
ours, theirs = socket.socketpair()
held = threading.Lock()
held.acquire()
descriptor, text_file = tempfile.mkstemp()
os.write(descriptor, b'one line\nanother line\n')
os.close(descriptor)

# Nobody accepts, and no more than a few may wait for it.
listener = socket.socket(socket.AF_UNIX)
listener.bind(text_file + '.socket')
listener.listen(0)
waiting = []
try:
    while True:
        waiting.append(socket.socket(socket.AF_UNIX))
        waiting[-1].setblocking(False)
        waiting[-1].connect(text_file + '.socket')
except socket.error:
    pass
late = socket.socket(socket.AF_UNIX)
children = []


def look(source):
    # What is measured is compiled before.
    body = eval('lambda: ' + source)

    def outer(number, frame):
        os.kill(os.getpid(), signal.SIGUSR1)
        happened.append('begins')
        try:
            body()
        except EOFError:
            pass
        happened.append('ends')

    signal.signal(signal.SIGUSR1, handler)
    signal.signal(signal.SIGUSR2, outer)
    del happened[:]
    os.kill(os.getpid(), signal.SIGUSR2)
    while 'ends' not in happened or 'handler' not in happened:
        pass
    within = happened.index('handler') < happened.index('ends')
    print('%-6s  %s' % ('within' if within else 'after', source))

signal.signal(signal.SIGALRM, lambda number, frame: None)
for source in (COMMON + (ONLY_27 if is_27 else ONLY_32)).strip().replace('\n\n', '\n').split('\n'):
    look(source)
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
os.remove(text_file)
os.remove(text_file + '.socket')

# thread.interrupt_main() marks SIGINT inside the process; it sends no signal, so it wakes nobody.
#
#   gilpy programs/signals/interrupt_main.py
#
# See: a computing main gets KeyboardInterrupt at once. A sleeping one sleeps to the end first, and so does one that waits for a
# lock, in 3.2 too.

import threading
import time
try:
    from thread import interrupt_main
except ImportError:
    from _thread import interrupt_main


def soon():
    time.sleep(0.5)
    interrupt_main()


def try_it(name, block, seconds):
    helper = threading.Thread(target=soon)
    start = time.time()
    try:
        helper.start()
        block()
        while True:
            pass
    except KeyboardInterrupt:
        early = time.time() - start < seconds
        print('%s: %s' % (name, 'interrupted at once' if early else 'only after it'))
    helper.join()


def compute():
    end = time.time() + 20
    while time.time() < end:
        pass


def wait():
    threading.Timer(1, lock.release).start()
    lock.acquire()

lock = threading.Lock()
lock.acquire()
try_it('computing', compute, 20)
try_it('sleeping', lambda: time.sleep(1), 1)
try_it('waiting for a lock', wait, 1)

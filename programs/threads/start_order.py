# Many threads, one result each.
#
#   gilpy programs/threads/start_order.py
#
# See: all results, in the order in which the threads were joined, which is not the order in which they ended.

import threading
import time


class Future(object):
    def __init__(self, function, *args):
        self.value = self.error = None
        self.thread = threading.Thread(target=self.run, args=(function, args))
        self.thread.start()

    def run(self, function, args):
        try:
            self.value = function(*args)
        except Exception as error:
            self.error = error

    def result(self):
        self.thread.join()
        if self.error is not None:
            raise self.error
        return self.value


def slow_square(n):
    time.sleep(0.01 * (5 - n % 5))
    if n == 7:
        raise ValueError('seven')
    return n * n

for future in [Future(slow_square, n) for n in range(10)]:
    try:
        print(future.result())
    except ValueError as error:
        print('ValueError: %s' % error)

# Events:
import sys


class Pieces(object):
    def write(self, text):
        sys.stdout.write("[%s]" % text)

    def flush(self):
        pass


def inner():
        raise ValueError("told in pieces")


sys.stderr = Pieces()
try:
    inner()
except ValueError as e:
    sys.excepthook(*sys.exc_info())
sys.exit("and the end")

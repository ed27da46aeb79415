"""Files in memory; in CPython the fast one, here the same as StringIO."""

from StringIO import StringIO

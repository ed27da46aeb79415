"""What the modules of regular expressions share: their error, and the numbers of the flags."""

from _sre import MAGIC, MAXREPEAT, error

SRE_FLAG_TEMPLATE = 1
SRE_FLAG_IGNORECASE = 2
SRE_FLAG_LOCALE = 4
SRE_FLAG_MULTILINE = 8
SRE_FLAG_DOTALL = 16
SRE_FLAG_UNICODE = 32
SRE_FLAG_VERBOSE = 64
SRE_FLAG_DEBUG = 128
if str is not bytes:
    SRE_FLAG_ASCII = 256

"""The names of `thread` where there are no threads."""

from _dummy_thread import *
from _dummy_thread import __all__, stack_size

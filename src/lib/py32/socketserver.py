"""Servers over sockets; see `_socketserver`."""

from _socketserver import *
from _socketserver import __all__

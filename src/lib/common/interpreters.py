"""Interpreters beside this one, and channels between them.

The face that PEP 554 gives to the module _interpreters. An interpreter has its own modules, sys and built-ins, and its code
runs in the thread that calls run(). All of them share one GIL, so two never run at the same moment.
"""

import time as _time

import _interpreters
from _interpreters import (ChannelClosedError, ChannelEmptyError, ChannelError, ChannelNotEmptyError,
                           ChannelNotFoundError, RunFailedError, is_shareable)

__all__ = ['Interpreter', 'get_current', 'get_main', 'create', 'list_all', 'run', 'destroy', 'RecvChannel',
           'SendChannel', 'create_channel', 'list_all_channels', 'is_shareable', 'RunFailedError', 'ChannelError',
           'ChannelNotFoundError', 'ChannelClosedError', 'ChannelEmptyError', 'ChannelNotEmptyError']

# Between two looks at an empty channel, in seconds.
_DELAY = 0.001

_missing = object()


class Interpreter(object):
    """One interpreter of this process."""

    def __init__(self, id):
        if not isinstance(id, int):
            raise TypeError('id must be an int, got %r' % (id,))
        self._id = id

    @property
    def id(self):
        return self._id

    def __repr__(self):
        return 'Interpreter(id=%d)' % self._id

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        if not isinstance(other, Interpreter):
            return NotImplemented
        return self._id == other._id

    def __ne__(self, other):
        return not self == other

    def is_running(self):
        """Whether some thread runs the interpreter's code."""
        return _interpreters.is_running(self._id)

    def run(self, source, channels=None):
        """Run source code in the interpreter's __main__, and wait for its end.

        channels has names that are set there first: ends of channels, or what a channel takes. RunFailedError tells of an
        exception that the code did not catch.
        """
        _interpreters.run_string(self._id, source, channels)

    def close(self):
        """End the interpreter. RuntimeError if it is the current one, or runs."""
        _interpreters.destroy(self._id)

    destroy = close


def create():
    """Make an interpreter."""
    return Interpreter(_interpreters.create())


def list_all():
    """All interpreters, the main one first."""
    return [Interpreter(id) for id in _interpreters.list_all()]


def get_current():
    """The interpreter whose code this is."""
    return Interpreter(_interpreters.get_current())


def get_main():
    """The interpreter that the process began with."""
    return Interpreter(_interpreters.get_main())


def run(interpreter, source, channels=None):
    """The same as interpreter.run(source, channels)."""
    interpreter.run(source, channels)


def destroy(interpreter):
    """The same as interpreter.close()."""
    interpreter.close()


class _End(object):
    """One end of a channel."""

    def __init__(self, id):
        if not isinstance(id, int):
            raise TypeError('id must be an int, got %r' % (id,))
        self._id = id

    @property
    def id(self):
        return self._id

    @property
    def _channel_end(self):
        # What _interpreters makes an end of in another interpreter.
        return type(self).__name__, self._id

    def __repr__(self):
        return '%s(id=%d)' % (type(self).__name__, self._id)

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._id == other._id

    def __ne__(self, other):
        return not self == other


class RecvChannel(_End):
    """The end that gives what was sent."""

    def recv(self):
        """The next object; waits for one."""
        while True:
            found = _interpreters.channel_recv(self._id, _missing)
            if found is not _missing:
                return found
            _time.sleep(_DELAY)

    def recv_nowait(self, default=_missing):
        """The next object. If there is none: the default, or ChannelEmptyError."""
        if default is _missing:
            return _interpreters.channel_recv(self._id)
        return _interpreters.channel_recv(self._id, default)

    def close(self):
        _interpreters.channel_close(self._id, recv=True)


class SendChannel(_End):
    """The end that takes None, strings, bytes, ints and ends of channels."""

    def send(self, obj):
        """Put a copy of an object into the channel; does not wait until somebody takes it."""
        _interpreters.channel_send(self._id, obj)

    send_nowait = send

    def close(self):
        _interpreters.channel_close(self._id, send=True)


def create_channel():
    """A new channel: its receiving end and its sending end."""
    id = _interpreters.channel_create()
    return RecvChannel(id), SendChannel(id)


def list_all_channels():
    """The ends of all channels, in pairs."""
    return [(RecvChannel(id), SendChannel(id)) for id in _interpreters.channel_list_all()]

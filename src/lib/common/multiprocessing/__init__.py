"""Pools of threads, and no processes.

What is here is multiprocessing.pool.ThreadPool and multiprocessing.dummy. Processes are not: their names are missing, so
that a program finds out when it imports them.
"""

from __future__ import absolute_import

__all__ = ['cpu_count', 'current_process', 'TimeoutError', 'ProcessError']


class ProcessError(Exception):
    """What errors of this package have in common."""


class TimeoutError(ProcessError):
    """A result was not there in time."""


class _MainProcess(object):
    name = 'MainProcess'
    daemon = False

    @property
    def ident(self):
        import os
        return os.getpid()

    pid = ident


def current_process():
    """The only process there is."""
    return _MainProcess()


def cpu_count():
    """The number of processors."""
    try:
        with open('/proc/cpuinfo') as info:
            return max(1, len([line for line in info if line.startswith('processor')]))
    except IOError:
        raise NotImplementedError('cannot determine number of cpus')

"""Calls that are made by pools of threads, and what becomes of them."""

from concurrent.futures._base import (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, TimeoutError, Future,
                                      Executor, wait, as_completed)
from concurrent.futures.thread import ThreadPoolExecutor


class ProcessPoolExecutor(Executor):
    """Refused: there are no pools of processes here."""

    def __init__(self, max_workers=None):
        raise NotImplementedError("this Python has no pools of processes; use ThreadPoolExecutor")

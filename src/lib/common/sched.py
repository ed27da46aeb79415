"""A scheduler: calls functions at their times, by a clock and a way to sleep that it is given."""

import heapq
from collections import namedtuple

__all__ = ["scheduler"]

Event = namedtuple('Event', 'time priority action argument')

if str is not bytes:
    # Events are ordered by their times and priorities alone.
    def _key(event):
        return event.time, event.priority
    Event.__eq__ = lambda s, o: _key(s) == _key(o)
    Event.__ne__ = lambda s, o: _key(s) != _key(o)
    Event.__lt__ = lambda s, o: _key(s) < _key(o)
    Event.__le__ = lambda s, o: _key(s) <= _key(o)
    Event.__gt__ = lambda s, o: _key(s) > _key(o)
    Event.__ge__ = lambda s, o: _key(s) >= _key(o)


class scheduler:
    """Not made for several threads: nobody may enter events while another thread runs them."""

    def __init__(self, timefunc, delayfunc):
        self._queue = []
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument):
        """Have action(*argument) called at a time; gives the event."""
        event = Event(time, priority, action, argument)
        heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument):
        """Have it called after a while."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument)

    def cancel(self, event):
        """Forget an event. ValueError if it is not there."""
        self._queue.remove(event)
        heapq.heapify(self._queue)

    def empty(self):
        return not self._queue

    def run(self):
        """Call what there is to call, each at its time, until there is nothing left."""
        delayfunc = self.delayfunc
        while self._queue:
            event = self._queue[0]
            time, now = event.time, self.timefunc()
            if now < time:
                delayfunc(time - now)
                continue
            # Something earlier may have come in.
            first = heapq.heappop(self._queue)
            if first is event:
                event.action(*event.argument)
                # Other threads get a chance.
                delayfunc(0)
            else:
                heapq.heappush(self._queue, first)

    @property
    def queue(self):
        """The events, in their order; in 3.2 an iterator."""
        events = self._queue[:]
        return map(heapq.heappop, [events] * len(events))

# Dates, times, durations and time zones.
#
#   gilpy --profile 2.7 programs/library/dates.py
#   gilpy --profile 3.2 programs/library/dates.py
#

from datetime import date, time, datetime, timedelta, tzinfo
import datetime as D
print(date(2024, 2, 29), repr(date(2024, 2, 29)), date(2024, 2, 29).weekday(), date(2024, 2, 29).isoweekday(), date(2024, 12, 30).isocalendar(), date(2021, 1, 3).isocalendar(), date.fromordinal(738000), date(2024, 1, 1).toordinal(), date(2024, 3, 1) - date(2024, 2, 1), date(2024, 2, 28) + timedelta(2), date(2024, 1, 1).ctime(), date(2024, 1, 1).strftime("%d/%m/%y %A %j"), date(2024, 1, 1).timetuple(), date(2024, 5, 6).replace(day=1), date.min, date.max, date.resolution)
d = datetime(2024, 2, 29, 12, 34, 56, 789)
print(d, repr(d), d.date(), d.time(), d.isoformat(), d.isoformat(" "), d.ctime(), d.strftime("%H:%M:%S.%f %z|%Z|%%"), d + timedelta(hours=20), d - datetime(2024, 1, 1), d - timedelta(1), d.timetuple(), d.utctimetuple(), d.replace(year=2020), d.timetz(), d.weekday(), datetime.combine(date(2000, 1, 1), time(1, 2)), repr(datetime(2000, 1, 1)), repr(datetime(2000, 1, 1, 1, 1, 0, 5)), repr(datetime(2000,1,1,1,1,1)))
print(datetime.strptime("2024-02-03 04:05:06.25", "%Y-%m-%d %H:%M:%S.%f"), datetime.utcfromtimestamp(0), datetime.min, datetime.max)
t = timedelta(1, 2, 3); print(t, repr(t), timedelta(-1), repr(timedelta(0)), timedelta(hours=1, minutes=30), timedelta(weeks=1), timedelta(milliseconds=1500), t.total_seconds(), -t, abs(-t), +t, t * 3, 2 * t, t // 2, t + t, t - t, bool(timedelta(0)), t < timedelta(2), hash(t) == hash(timedelta(1, 2, 3)), timedelta(0.1), timedelta(seconds=0.1), timedelta(days=-1, seconds=5), timedelta.min, timedelta.max, timedelta(microseconds=-1), sorted([t, -t, timedelta(0)]))
print(time(1, 2, 3, 4), repr(time(1, 2, 3)), time(5).strftime("%H:%M"), time(1) < time(2), time(1, 2).isoformat(), time(1,2).replace(hour=4), time.max)
class Z(tzinfo):
    def __init__(self, h, n): self.h, self.n = h, n
    def utcoffset(self, dt): return timedelta(hours=self.h)
    def dst(self, dt): return timedelta(0)
    def tzname(self, dt): return self.n
    def __repr__(self): return "Z"
u, e = Z(0, "UTC"), Z(-5, "EST")
x = datetime(2024, 1, 1, 12, tzinfo=u); y = x.astimezone(e)
print(x, y, x == y, y.strftime("%z %Z"), y.utcoffset(), repr(x), x - y, y.dst(), y.tzname(), hash(x) == hash(y), time(1, tzinfo=e), repr(time(1, tzinfo=e)), datetime.fromtimestamp(0, e), y.utctimetuple()[:5], y.isoformat())
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, str(e))
for f in (lambda: x < d, lambda: x - d, lambda: x == d, lambda: d.astimezone(u), lambda: date(2000, 1, 1) == datetime(2000, 1, 1), lambda: date(2000, 1, 1) != 5, lambda: date(2000, 1, 1) in [date(2000, 1, 1)], lambda: timedelta(1) == 1, lambda: datetime.strptime("x", "%Y"), lambda: datetime.now() - datetime.now() <= timedelta(0), lambda: abs(date.today() - datetime.now().date()).days <= 1, lambda: {d: 1}[datetime(2024, 2, 29, 12, 34, 56, 789)], lambda: D.MINYEAR, lambda: format(d, "%Y"), lambda: "{0:%H}".format(d), lambda: str(d.date())): t(f)
class Sub(date): pass
print(repr(Sub(2000, 1, 1)), type(Sub.today()), isinstance(d, date))
import copy
print(copy.copy(d) == d, d.__reduce__()[0].__name__)

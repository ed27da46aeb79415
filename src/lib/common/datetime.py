"""Dates and times.

All numbers are whole: a timedelta is days, seconds and microseconds, a date is counted in days from the first of the year 1
of the calendar that is in use now, as if it had always been.
"""

import math as _math
import time as _time

MINYEAR = 1
MAXYEAR = 9999
_PY2 = str is bytes
_ints = (int, long) if _PY2 else int
_DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAY_NAMES = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTH_NAMES = " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(' ')
_MAX_ORDINAL = 3652059
_US_PER_DAY = 24 * 3600 * 10**6


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS[month]


def _days_before_year(year):
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400


def _days_before_month(year, month):
    return sum(_DAYS[1:month]) + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(n):
    # A guess at the year, which may be one off, and then the months one after the other.
    year = (n - 1) * 400 // 146097 + 1
    if _days_before_year(year) >= n:
        year -= 1
    elif _days_before_year(year + 1) < n:
        year += 1
    left = n - _days_before_year(year)
    month = 1
    while left > _days_in_month(year, month):
        left -= _days_in_month(year, month)
        month += 1
    return year, month, left


def _int(value):
    if isinstance(value, float):
        raise TypeError("integer argument expected, got float")
    if not isinstance(value, _ints):
        raise TypeError("an integer is required")
    return int(value)


def _check_date(year, month, day):
    year, month, day = _int(year), _int(month), _int(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError('year is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond):
    values = []
    for name, value, top in (('hour', hour, 23), ('minute', minute, 59), ('second', second, 59),
                             ('microsecond', microsecond, 999999)):
        value = _int(value)
        if not 0 <= value <= top:
            raise ValueError('%s must be in 0..%d' % (name, top))
        values.append(value)
    return values


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)
    return tz


def _shown(cls):
    return cls.__name__ if cls.__module__ != 'datetime' else 'datetime.' + cls.__name__


def _cannot_compare(a, b, sign):
    # 3.2 lets the operator itself complain, but for a date and a datetime.
    if _PY2 or isinstance(b, date):
        raise TypeError("can't compare %s to %s" % (_name_of(a), _name_of(b)))
    return NotImplemented


def _name_of(value):
    kind = type(value)
    return kind.__name__ if kind.__module__ in ('__builtin__', 'builtins') else '%s.%s' % (kind.__module__, kind.__name__)


class _Ordered(object):
    """Comparison by _key(), of what _like() says is comparable."""

    __slots__ = ()

    def __eq__(self, other):
        return self._compared(other, '==', lambda a, b: a == b, False)

    def __ne__(self, other):
        return self._compared(other, '!=', lambda a, b: a != b, True)

    def __lt__(self, other):
        return self._compared(other, '<', lambda a, b: a < b)

    def __le__(self, other):
        return self._compared(other, '<=', lambda a, b: a <= b)

    def __gt__(self, other):
        return self._compared(other, '>', lambda a, b: a > b)

    def __ge__(self, other):
        return self._compared(other, '>=', lambda a, b: a >= b)

    def _compared(self, other, sign, how, unlike=None):
        if self._like(other):
            a, b = self._keys(other)
            return how(a, b)
        if hasattr(other, 'timetuple') and isinstance(self, date) and not isinstance(other, date):
            return NotImplemented
        if unlike is not None:
            return unlike
        return _cannot_compare(self, other, sign)

    def _keys(self, other):
        return self._key(), other._key()

    def __hash__(self):
        return hash(self._key())


class timedelta(_Ordered):
    """A duration."""

    __slots__ = '_days', '_seconds', '_microseconds'

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        whole, fraction = 0, 0.0
        for name, value, unit in (('days', days, _US_PER_DAY), ('seconds', seconds, 10**6),
                                  ('microseconds', microseconds, 1), ('milliseconds', milliseconds, 1000),
                                  ('minutes', minutes, 60 * 10**6), ('hours', hours, 3600 * 10**6),
                                  ('weeks', weeks, 7 * _US_PER_DAY)):
            if isinstance(value, _ints):
                whole += value * unit
            elif isinstance(value, float):
                part, integer = _math.modf(value)
                whole += int(integer) * unit
                part, integer = _math.modf(part * unit)
                whole += int(integer)
                fraction += part
            else:
                raise TypeError('unsupported type for timedelta %s component: %s' % (name, type(value).__name__))
        if fraction:
            whole += _round(fraction)
        return cls._of_microseconds(whole)

    @classmethod
    def _of_microseconds(cls, whole):
        days, rest = divmod(whole, _US_PER_DAY)
        if abs(days) > 999999999:
            if abs(days) > 2**31 - 1:
                raise OverflowError('Python int too large to convert to C int' if _PY2 else
                                    'normalized days too large to fit in a C int')
            raise OverflowError('days=%d; must have magnitude <= 999999999' % days)
        self = object.__new__(cls)
        self._days = int(days)
        self._seconds, self._microseconds = [int(part) for part in divmod(rest, 10**6)]
        return self

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def _whole(self):
        return (self._days * 86400 + self._seconds) * 10**6 + self._microseconds

    def total_seconds(self):
        """The duration in seconds, as a float."""
        whole = self._whole()
        return whole / 10.0**6 if abs(whole) < 2**53 else (self._days * 86400 + self._seconds) + self._microseconds / 10.0**6

    def _key(self):
        return self._days, self._seconds, self._microseconds

    def _like(self, other):
        return isinstance(other, timedelta)

    def __repr__(self):
        parts = [self._days]
        if self._microseconds:
            parts += [self._seconds, self._microseconds]
        elif self._seconds:
            parts.append(self._seconds)
        return '%s(%s)' % (_shown(self.__class__), ', '.join(map(str, parts)))

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = '%d:%02d:%02d' % (hours, minutes, seconds)
        if self._days:
            text = '%d day%s, ' % (self._days, '' if abs(self._days) == 1 else 's') + text
        return text + '.%06d' % self._microseconds if self._microseconds else text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of_microseconds(self._whole() + other._whole())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of_microseconds(self._whole() - other._whole())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return other - self
        return NotImplemented

    def __neg__(self):
        return timedelta._of_microseconds(-self._whole())

    def __pos__(self):
        return timedelta._of_microseconds(self._whole())

    def __abs__(self):
        return timedelta._of_microseconds(abs(self._whole()))

    def __mul__(self, other):
        if isinstance(other, _ints):
            return timedelta._of_microseconds(self._whole() * other)
        if isinstance(other, float) and not _PY2:
            top, bottom = other.as_integer_ratio()
            return timedelta._of_microseconds(_divide(self._whole() * top, bottom))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta) and not _PY2:
            return self._whole() // other._whole()
        if isinstance(other, _ints):
            return timedelta._of_microseconds(self._whole() // other)
        return NotImplemented

    if _PY2:
        __div__ = __floordiv__
    else:
        def __truediv__(self, other):
            if isinstance(other, timedelta):
                return self._whole() / other._whole()
            if isinstance(other, int):
                return timedelta._of_microseconds(_divide(self._whole(), other))
            if isinstance(other, float):
                top, bottom = other.as_integer_ratio()
                return timedelta._of_microseconds(_divide(self._whole() * bottom, top))
            return NotImplemented

        def __mod__(self, other):
            if isinstance(other, timedelta):
                return timedelta._of_microseconds(self._whole() % other._whole())
            return NotImplemented

        def __divmod__(self, other):
            if isinstance(other, timedelta):
                quotient, rest = divmod(self._whole(), other._whole())
                return quotient, timedelta._of_microseconds(rest)
            return NotImplemented

    def __bool__(self):
        return self._whole() != 0

    __nonzero__ = __bool__

    def __reduce__(self):
        return self.__class__, self._key()


def _round(x):
    # Halves away from zero.
    return int(_math.floor(x + 0.5)) if x >= 0 else int(_math.ceil(x - 0.5))


def _divide(a, b):
    # As the C module: 3.2 rounds halves down towards the floor's even neighbour only by chance of its division.
    if b == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    if b < 0:
        a, b = -a, -b
    quotient, rest = divmod(a, b)
    return quotient + (2 * rest > b or 2 * rest == b and quotient % 2 == 1)

timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo(object):
    """What knows a time zone: for subclasses."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """The local time of a time in UTC whose tzinfo this is."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime" if _PY2 else "fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        summer = dt.dst()
        if summer is None:
            raise ValueError("fromutc: non-None dst() result required")
        delta = offset - summer
        if delta:
            dt += delta
            summer = dt.dst()
            if summer is None:
                raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return dt + summer


def _offset_of(tz, dt, name='utcoffset'):
    offset = None if tz is None else getattr(tz, name)(dt)
    if offset is None:
        return None
    if _PY2 and isinstance(offset, _ints):
        offset = timedelta(minutes=offset)
    if not isinstance(offset, timedelta):
        raise TypeError("tzinfo.%s() must return None or a timedelta, not '%s'" % (name, type(offset).__name__))
    if offset.microseconds or offset.seconds % 60:
        raise ValueError("tzinfo.%s() must return a whole number of minutes" % name)
    return offset


def _offset_text(offset, colon=':'):
    if offset is None:
        return ''
    sign = '-' if offset.days < 0 else '+'
    minutes = abs(offset)._whole() // (60 * 10**6)
    return '%s%02d%s%02d' % (sign, minutes // 60, colon, minutes % 60)


def _strftime(value, format, timetuple):
    # %f, %z and %Z are this module's; the rest is time.strftime()'s.
    out = []
    at = 0
    while at < len(format):
        if format[at] == '%' and at + 1 < len(format):
            letter = format[at + 1]
            if letter == 'f':
                out.append('%06d' % getattr(value, 'microsecond', 0))
            elif letter == 'z':
                out.append(_offset_text(value.utcoffset(), '') if hasattr(value, 'utcoffset') else '')
            elif letter == 'Z':
                name = value.tzname() if hasattr(value, 'tzname') else None
                out.append('' if name is None else name.replace('%', '%%'))
            else:
                out.append(format[at:at + 2])
            at += 2
        else:
            out.append(format[at])
            at += 1
    if timetuple[0] < (1900 if _PY2 else 1000):
        raise ValueError("year=%d is before %d; the datetime strftime() methods require year >= %d"
                         % ((timetuple[0],) + (1900 if _PY2 else 1000,) * 2))
    return _time.strftime(''.join(out), timetuple)


class date(_Ordered):
    """A day."""

    __slots__ = '_year', '_month', '_day'

    def __new__(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def fromtimestamp(cls, t):
        """The local day of a time in seconds."""
        return cls(*_local(_time.localtime, t)[:3])

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day of a number; 1 is the first of January of the year 1."""
        if n < 1:
            raise ValueError('ordinal must be >= 1')
        if n > _MAX_ORDINAL:
            raise ValueError('year is out of range')
        return cls(*_ord2ymd(n))

    def __repr__(self):
        return '%s(%d, %d, %d)' % (_shown(self.__class__), self._year, self._month, self._day)

    def ctime(self):
        return '%s %s %2d 00:00:00 %04d' % (_DAY_NAMES[self.weekday()], _MONTH_NAMES[self._month], self._day, self._year)

    def strftime(self, format):
        return _strftime(self, format, self.timetuple())

    def __format__(self, format):
        return self.strftime(format) if len(format) else str(self)

    def isoformat(self):
        return '%04d-%02d-%02d' % (self._year, self._month, self._day)

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        return self._timetuple(0, 0, 0, -1)

    def _timetuple(self, hour, minute, second, dst):
        number = _days_before_month(self._year, self._month) + self._day
        return _time.struct_time((self._year, self._month, self._day, hour, minute, second, self.weekday(), number, dst))

    def toordinal(self):
        return _ymd2ord(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        return date(self._year if year is None else year, self._month if month is None else month,
                    self._day if day is None else day)

    def _key(self):
        return self._year, self._month, self._day

    def _like(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __add__(self, other):
        if isinstance(other, timedelta):
            number = self.toordinal() + other.days
            if not 0 < number <= _MAX_ORDINAL:
                raise OverflowError("date value out of range")
            return date.fromordinal(number)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """0 is Monday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 is Monday, 7 Sunday."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """(year, number of the week, day of the week) by ISO: weeks belong to the year of their Thursday."""
        thursday = self.toordinal() + 3 - self.weekday()
        year = _ord2ymd(thursday)[0]
        return year, (thursday - _days_before_year(year) - 1) // 7 + 1, self.isoweekday()

    def __reduce__(self):
        return self.__class__, self._key()

date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


def _local(convert, t):
    try:
        return convert(t)
    except (ValueError, OverflowError):
        raise ValueError("timestamp out of range for platform time_t")


class time(_Ordered):
    """A time of the day."""

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo'

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond)
        self._tzinfo = _check_tzinfo(tzinfo)
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)

    def _of_day(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 10**6 + self._microsecond

    def _key(self):
        offset = self.utcoffset()
        return self._of_day() - (offset._whole() if offset else 0)

    def _like(self, other):
        return isinstance(other, time)

    def _keys(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._key(), other._key()

    def __repr__(self):
        parts = [self._hour, self._minute]
        if self._microsecond:
            parts += [self._second, self._microsecond]
        elif self._second:
            parts.append(self._second)
        text = ', '.join(map(str, parts))
        return '%s(%s%s)' % (_shown(self.__class__), text, '' if self._tzinfo is None else ', tzinfo=%r' % (self._tzinfo,))

    def isoformat(self):
        text = '%02d:%02d:%02d' % (self._hour, self._minute, self._second)
        return text + ('.%06d' % self._microsecond if self._microsecond else '') + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    def __format__(self, format):
        return self.strftime(format) if len(format) else str(self)

    def utcoffset(self):
        return _offset_of(self._tzinfo, None)

    def dst(self):
        return _offset_of(self._tzinfo, None, 'dst')

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        return time(self._hour if hour is None else hour, self._minute if minute is None else minute,
                    self._second if second is None else second,
                    self._microsecond if microsecond is None else microsecond, self._tzinfo if tzinfo is True else tzinfo)

    def __bool__(self):
        # Midnight is false.
        return self._key() != 0

    __nonzero__ = __bool__

    def __reduce__(self):
        return self.__class__, (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_tzinfo_class, _time_class = tzinfo, time


class datetime(date):
    """A day and a time of the day."""

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo'

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond)
        self._tzinfo = _check_tzinfo(tzinfo)
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)

    @classmethod
    def _of_timestamp(cls, convert, t, tz=None):
        part, whole = _math.modf(t)
        microsecond = _round(part * 1e6)
        seconds = int(whole)
        if microsecond < 0 or microsecond >= 10**6:
            carry, microsecond = divmod(microsecond, 10**6)
            seconds += carry
        parts = _local(convert, seconds)
        return cls(parts[0], parts[1], parts[2], parts[3], parts[4], min(parts[5], 59), microsecond, tz)

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        """The local time, or that of a time zone, of a time in seconds."""
        _check_tzinfo(tz)
        made = cls._of_timestamp(_time.localtime if tz is None else _time.gmtime, t, tz)
        return made if tz is None else tz.fromutc(made)

    @classmethod
    def utcfromtimestamp(cls, t):
        return cls._of_timestamp(_time.gmtime, t)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time):
        """A date's day and a time's time."""
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, time.tzinfo)

    @classmethod
    def strptime(cls, date_string, format):
        """Read a time by a format."""
        from _strptime import _strptime
        when, fraction = _strptime(date_string, format)
        return cls(*(tuple(when[:6]) + (fraction,)))

    def timetuple(self):
        dst = self.dst()
        return self._timetuple(self._hour, self._minute, self._second, -1 if dst is None else int(bool(dst)))

    def utctimetuple(self):
        offset = self.utcoffset()
        value = self - offset if offset else self
        return date._timetuple(value, value._hour, value._minute, value._second, 0)

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        given = (year, month, day, hour, minute, second, microsecond)
        own = self._fields()
        values = [old if new is None else new for new, old in zip(given, own)]
        return datetime(*(values + [self._tzinfo if tzinfo is True else tzinfo]))

    def _fields(self):
        return self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond

    def astimezone(self, tz):
        """The same moment in another time zone."""
        if not isinstance(tz, _tzinfo_class):
            raise TypeError("astimezone() argument 1 must be datetime.tzinfo, not %s" % type(tz).__name__)
        offset = self.utcoffset()
        if offset is None:
            raise ValueError("astimezone() cannot be applied to a naive datetime")
        if tz is self._tzinfo:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def ctime(self):
        return '%s %s %2d %02d:%02d:%02d %04d' % (_DAY_NAMES[self.weekday()], _MONTH_NAMES[self._month], self._day, self._hour,
                                                  self._minute, self._second, self._year)

    def isoformat(self, sep='T'):
        text = '%s%s%02d:%02d:%02d' % (date.isoformat(self), sep, self._hour, self._minute, self._second)
        return text + ('.%06d' % self._microsecond if self._microsecond else '') + _offset_text(self.utcoffset())

    def __repr__(self):
        parts = list(self._fields())
        while len(parts) > 5 and parts[-1] == 0:
            parts.pop()
        text = ', '.join(map(str, parts))
        return '%s(%s%s)' % (_shown(self.__class__), text, '' if self._tzinfo is None else ', tzinfo=%r' % (self._tzinfo,))

    def __str__(self):
        return self.isoformat(' ')

    def utcoffset(self):
        return _offset_of(self._tzinfo, self)

    def dst(self):
        return _offset_of(self._tzinfo, self, 'dst')

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def _whole(self):
        seconds = (self.toordinal() * 24 + self._hour) * 3600 + self._minute * 60 + self._second
        return seconds * 10**6 + self._microsecond

    def _key(self):
        offset = self.utcoffset()
        return self._whole() - (offset._whole() if offset else 0)

    def _like(self, other):
        return isinstance(other, datetime)

    def _keys(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._key(), other._key()

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        day, rest = divmod(self._whole() + other._whole(), _US_PER_DAY)
        if not 0 < day <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, microsecond = divmod(rest, 10**6)
        year, month, number = _ord2ymd(day)
        return datetime(year, month, number, int(seconds // 3600), int(seconds // 60 % 60), int(seconds % 60),
                        int(microsecond), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of_microseconds(self._key() - other._key())

    def __reduce__(self):
        return self.__class__, self._fields() + (self._tzinfo,)

datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)

if not _PY2:
    class timezone(tzinfo):
        """A time zone that is always as far from UTC."""

        __slots__ = '_offset', '_name'

        def __new__(cls, offset, name=None):
            if not isinstance(offset, timedelta):
                raise TypeError("timezone() argument 1 must be datetime.timedelta, not %s" % type(offset).__name__)
            if name is None and not offset:
                return cls.utc
            return cls._make(offset, name)

        @classmethod
        def _make(cls, offset, name):
            if offset.microseconds or offset.seconds % 60:
                raise ValueError("offset must be a timedelta representing a whole number of minutes")
            if not abs(offset) < timedelta(1):
                raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
            self = tzinfo.__new__(cls)
            self._offset, self._name = offset, name
            return self

        def __eq__(self, other):
            return isinstance(other, timezone) and self._offset == other._offset

        def __hash__(self):
            return hash(self._offset)

        def __repr__(self):
            if self is timezone.utc:
                return 'datetime.timezone.utc'
            return '%s(%r%s)' % (_shown(self.__class__), self._offset, '' if self._name is None else ', %r' % self._name)

        def __str__(self):
            return self.tzname(None)

        def utcoffset(self, dt):
            return self._offset

        def tzname(self, dt):
            return 'UTC' + _offset_text(self._offset) if self._name is None else self._name

        def dst(self, dt):
            return None

        def fromutc(self, dt):
            return dt + self._offset

    timezone.utc = timezone._make(timedelta(0), None)
    timezone.min = timezone._make(timedelta(hours=-23, minutes=-59), None)
    timezone.max = timezone._make(timedelta(hours=23, minutes=59), None)

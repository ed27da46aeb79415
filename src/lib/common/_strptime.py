"""What `time.strptime` does: a text is taken apart by a format, the reverse of `strftime`.

A format is a list of parts: texts, spaces, and fields. A field says which pieces of the text it could be, in the order in which
it prefers them; the first way through all parts counts, so that in "%d%m" a day leaves a digit to the month if it must. Names are
those of `strftime`, and upper and lower case are the same.
"""

import sys
import time

_PY27 = sys.version_info[0] == 2
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_NUMBERS = {
    # Digits at most, least and greatest value; digits at least.
    'd': (2, 1, 31, 1), 'f': (6, 0, 999999, 1), 'H': (2, 0, 23, 1), 'I': (2, 1, 12, 1), 'j': (3, 1, 366, 1),
    'm': (2, 1, 12, 1), 'M': (2, 0, 59, 1), 'S': (2, 0, 61, 1), 'U': (2, 0, 53, 1), 'W': (2, 0, 53, 1),
    'w': (1, 0, 6, 1), 'y': (2, 0, 99, 2), 'Y': (4, 0, 9999, 4),
}


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day_of_year(year, month, day):
    lengths = (31, 29 if _is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if day > lengths[month - 1]:
        raise ValueError("day is out of range for month")
    return _DAYS_BEFORE[month - 1] + day + (month > 2 and _is_leap(year))


def _ordinal(year, day_of_year):
    """The number of a day; 1 is the first day of the year 1."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + day_of_year


def _date(year, day_of_year):
    """Year, month and day of a day that may lie in another year."""
    if year < 1:
        raise ValueError("year is out of range")
    while day_of_year > 365 + _is_leap(year):
        day_of_year -= 365 + _is_leap(year)
        year += 1
    month = 12
    while day_of_year <= _DAYS_BEFORE[month - 1] + (month > 2 and _is_leap(year)):
        month -= 1
    return year, month, day_of_year - _DAYS_BEFORE[month - 1] - (month > 2 and _is_leap(year))


def _names(directive, count):
    # 1900-01-01 was a Monday; each month has a 1st.
    made = []
    for number in range(count):
        if count == 7:
            when = (1900, 1, number + 1, 0, 0, 0, number, number + 1, 0)
        else:
            when = (1900, number + 1, 1, 0, 0, 0, 0, 1, 0)
        made.append(time.strftime(directive, when).lower())
    return made


class _Names(object):
    """The words of the locale, in lower case."""

    def __init__(self):
        self.tables = {
            'a': _names('%a', 7), 'A': _names('%A', 7), 'b': _names('%b', 12), 'B': _names('%B', 12),
            'p': [time.strftime('%p', (1900, 1, 1, hour, 0, 0, 0, 1, 0)).lower() for hour in (1, 13)],
        }
        summer = [time.tzname[1].lower()] if time.daylight else []
        self.zones = [set(['utc', 'gmt', time.tzname[0].lower()]), set(summer)]

    def words(self, directive):
        if directive == 'Z':
            return list(self.zones[0] | self.zones[1])
        return self.tables[directive]


def _parts(format):
    """Kind and argument of each part: 'text', 'space' or 'field'."""
    at = 0
    while at < len(format):
        char = format[at]
        at += 1
        if char.isspace():
            while at < len(format) and format[at].isspace():
                at += 1
            yield 'space', None
        elif char != '%':
            yield 'text', char
        else:
            if at == len(format):
                raise ValueError("stray %% in format '%s'" % format)
            directive = format[at]
            at += 1
            whole = {'c': "%a %b %d %H:%M:%S %Y", 'x': "%m/%d/%y", 'X': "%H:%M:%S"}.get(directive)
            if whole is not None:
                for part in _parts(whole):
                    yield part
            elif directive == '%':
                yield 'text', '%'
            elif directive in _NUMBERS or directive in 'aAbBpZ' or directive == 'z' and not _PY27:
                yield 'field', directive
            else:
                if directive.isspace():
                    directive = '%'
                raise ValueError("'%s' is a bad directive in format '%s'" % (directive, format))


def _ends(text, at, directive, names):
    """Where a field that begins here could end, what it prefers first."""
    if directive in _NUMBERS:
        most, lowest, highest, least = _NUMBERS[directive]
        for digits in range(most, least - 1, -1):
            piece = text[at:at + digits]
            if len(piece) == digits and piece.isdigit() and lowest <= int(piece) <= highest:
                yield at + digits
        if directive == 'd' and text[at:at + 1] == ' ' and text[at + 1:at + 2] in tuple('123456789'):
            yield at + 2
    elif directive == 'z':
        digits = text[at + 1:at + 5]
        if text[at:at + 1] in ('+', '-') and len(digits) == 4 and digits.isdigit() and digits[2] < '6':
            yield at + 5
    else:
        for word in sorted(names.words(directive), key=len, reverse=True):
            if word and text[at:at + len(word)].lower() == word:
                yield at + len(word)


def _match(parts, text, names):
    """The fields' texts and the end of the match; None if there is none."""
    def go(index, at):
        if index == len(parts):
            return {}, at
        kind, what = parts[index]
        if kind == 'text':
            if text[at:at + 1].lower() != what.lower():
                return None
            return go(index + 1, at + 1)
        if kind == 'space':
            end = at
            while end < len(text) and text[end].isspace():
                end += 1
            for end in range(end, at, -1):
                found = go(index + 1, end)
                if found is not None:
                    return found
            return None
        for end in _ends(text, at, what, names):
            found = go(index + 1, end)
            if found is not None:
                found[0][what] = text[at:end]
                return found
        return None

    return go(0, 0)


def _hour(fields):
    hour = int(fields['I'])
    if 'p' in fields and fields['p'] == 1:
        return hour if hour == 12 else hour + 12
    return 0 if hour == 12 else hour


def _zone(names, word):
    for value, zones in enumerate(names.zones):
        if word in zones:
            if time.tzname[0] == time.tzname[1] and time.daylight and word not in ('utc', 'gmt'):
                return -1
            return value
    return -1


def _strptime(data_string, format="%a %b %d %H:%M:%S %Y"):
    """The time and the fraction of its second, in microseconds."""
    for index, argument in enumerate((data_string, format)):
        if not isinstance(argument, basestring if _PY27 else str):
            raise TypeError("strptime() argument %d must be str, not %s" % (index, type(argument)))
    names = _Names()
    parts = list(_parts(format))
    used = [what for kind, what in parts if kind == 'field']
    for index, directive in enumerate(used):
        if directive in used[:index]:
            raise ValueError("redefinition of group name '%s' in format '%s'" % (directive, format))
    found = _match(parts, data_string, names)
    if found is None:
        raise ValueError("time data %r does not match format %r" % (data_string, format))
    fields, end = found
    if end != len(data_string):
        raise ValueError("unconverted data remains: %s" % data_string[end:])
    for directive in 'aAbBp':
        if directive in fields:
            fields[directive] = names.tables[directive].index(fields[directive].lower())

    def number(directive, default):
        return int(fields.get(directive, default))

    year = None
    if 'Y' in fields:
        year = int(fields['Y'])
    elif 'y' in fields:
        # As POSIX has it: 69 to 99 are of the century before.
        year = int(fields['y'])
        year += 2000 if year <= 68 else 1900
    month = number('m', fields.get('b', fields.get('B', 0)) + 1)
    day = number('d', 1)
    hour = _hour(fields) if 'I' in fields else number('H', 0)
    fraction = int((fields.get('f', '') + '000000')[:6])
    weekday = fields.get('a', fields.get('A'))
    if 'w' in fields:
        weekday = (int(fields['w']) + 6) % 7
    day_of_year = int(fields['j']) if 'j' in fields else None
    zone = _zone(names, fields['Z'].lower()) if 'Z' in fields else -1

    # The 29th of February needs a year that has one; 1900 had none.
    borrowed = year is None and month == 2 and day == 29
    if year is None:
        year = 1904 if borrowed else 1900
    week = int(fields.get('U', fields.get('W', -1)))
    if day_of_year is None and week != -1 and weekday is not None:
        day_of_year = _day_of_week(year, week, weekday, 'W' in fields)
        if day_of_year <= 0:
            year -= 1
            day_of_year += 365 + _is_leap(year)
    if day_of_year is None:
        day_of_year = _day_of_year(year, month, day)
    else:
        start = year
        year, month, day = _date(start, day_of_year)
    if weekday is None:
        weekday = (_ordinal(year, _day_of_year(year, month, day)) + 6) % 7
    if borrowed:
        year = 1900
    when = (year, month, day, hour, number('M', 0), number('S', 0), weekday, day_of_year, zone)
    return time.struct_time(when), fraction


def _day_of_week(year, week, weekday, from_monday):
    """The day of the year of a weekday in a week; the days before the first full week are in week 0."""
    first = (_ordinal(year, 1) + 6) % 7
    if not from_monday:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + (7 - first) % 7 + 7 * (week - 1) + weekday


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """The time alone."""
    return _strptime(data_string, format)[0]

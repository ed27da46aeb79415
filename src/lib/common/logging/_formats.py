"""Filters by name, texts of many records, and how a format names what is to be put into it (from 3.2 on)."""

from __future__ import absolute_import
import logging
from string import Template


class StrFormatStyle(logging.PercentStyle):
    """Formats with {name}."""

    default_format = '{message}'
    asctime_format = '{asctime}'
    asctime_search = '{asctime'

    def format(self, record):
        return self._fmt.format(**record.__dict__)


class StringTemplateStyle(logging.PercentStyle):
    """Formats with $name."""

    default_format = '${message}'
    asctime_format = asctime_search = '${asctime}'

    def __init__(self, fmt):
        self._fmt = fmt or self.default_format
        self._tpl = Template(self._fmt)

    def usesTime(self):
        return self._fmt.find('$asctime') >= 0 or self._fmt.find(self.asctime_format) >= 0

    def format(self, record):
        return self._tpl.substitute(**record.__dict__)

_STYLES = {'%': logging.PercentStyle, '{': StrFormatStyle, '$': StringTemplateStyle}


class BufferingFormatter(object):
    """Formats many records at once, between a header and a footer."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or logging._defaultFormatter

    def formatHeader(self, records):
        return ""

    def formatFooter(self, records):
        return ""

    def format(self, records):
        if len(records) == 0:
            return ""
        lines = [self.linefmt.format(record) for record in records]
        return self.formatHeader(records) + "".join(lines) + self.formatFooter(records)


class Filter(object):
    """Lets records pass that come from a logger or from below it; without a name, all."""

    def __init__(self, name=''):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        if self.nlen == 0 or self.name == record.name:
            return 1
        if record.name.find(self.name, 0, self.nlen) != 0:
            return 0
        return record.name[self.nlen] == "."

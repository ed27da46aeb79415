# time.strptime(): a text is read by a format, the reverse of strftime().
#
#   gilpy programs/language/reading_times.py
#
# See: what each field takes, how a day leaves a digit to the month, what is made of a year that is missing, of weeks and
# days of the year; and the errors.

import os
import time

os.environ['TZ'] = 'UTC'
time.tzset()

for text, format in [
        ("Sat Jun  6 16:26:11 1998", "%a %b %d %H:%M:%S %Y"),
        ("2012-02-29", "%Y-%m-%d"),
        ("29 Feb", "%d %b"),
        ("111", "%d%m"),
        ("1112", "%d%m"),
        ("12/31/99", "%x"),
        ("23:59:61", "%X"),
        ("Fri Nov 13 00:00:00 2009", "%c"),
        ("FRIDAY november", "%A %B"),
        ("12 AM", "%I %p"),
        ("12 pm", "%I %p"),
        ("7 PM", "%I %p"),
        ("68 69", "%y 3"),
        ("68", "%y"),
        ("69", "%y"),
        ("2000 366", "%Y %j"),
        ("2001 60", "%Y %j"),
        ("1917 0", "%Y %w"),
        ("2005 53 5", "%Y %W %w"),
        ("2005 0 6", "%Y %U %w"),
        ("2018 52 0", "%Y %W %w"),
        ("0.5 12", "%H.%f %M"),
        ("gmt", "%Z"),
        ("100%   x", "100%% x"),
        ("a  b", "a b"),
        ("ab", "a b"),
        ("31 Feb 2000", "%d %b %Y"),
        ("13", "%m"),
        ("2000x", "%Y"),
        ("10", "%Q"),
        ("10", "%"),
        ("", ""),
        ("  5", "  %d"),
        (" 5", "%d")]:
    try:
        print(text, format, tuple(time.strptime(text, format)))
    except ValueError as error:
        print(text, format, error)

for wrong in [(), (1, "%Y"), ("2000", 5)]:
    try:
        time.strptime(*wrong)
    except TypeError as error:
        print("TypeError")

now = 1234567890
print(time.mktime(time.strptime(time.asctime(time.gmtime(now)))) == now)
print(type(time.strptime("2000", "%Y")) is time.struct_time)

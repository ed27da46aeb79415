# Time: seconds since the epoch, taken apart and written out.
#
#   gilpy programs/language/calendar_time.py
#
# See: a struct_time is a tuple whose items have names; the zone comes from TZ; and what is no time says so.

import os
import time


def attempt(action):
    try:
        print(repr(action()))
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))


os.environ['TZ'] = 'EST+05EDT,M4.1.0,M10.5.0'
time.tzset()
print((time.tzname, time.timezone, time.altzone, time.daylight))
epoch = time.gmtime(0)
print(epoch)
print((epoch[0], epoch.tm_year, epoch.tm_isdst, len(epoch), epoch == tuple(epoch), epoch[:3]))
summer = time.localtime(1000000000)
print(summer)
print((time.mktime(summer), time.asctime(summer), time.ctime(1000000000)))
print(time.strftime('%Y-%m-%d %H:%M:%S %Z %a %A %b %B %j %p %%', summer))
print((time.strftime(''), time.time() > 1e9, time.clock() >= 0, time.sleep(0)))
attempt(lambda: time.struct_time(range(9)))
attempt(lambda: time.struct_time((1, 2)))
attempt(lambda: time.sleep(-1))
attempt(lambda: time.sleep('x'))
attempt(lambda: time.sleep())
attempt(lambda: time.localtime(1e20))
attempt(lambda: time.localtime('x'))
attempt(lambda: time.gmtime(-1))
attempt(lambda: time.mktime((1, 2, 3)))
attempt(lambda: time.mktime(3))
attempt(lambda: time.strftime(3))
attempt(lambda: time.strftime('%Y', (2000, 13, 1, 0, 0, 0, 0, 0, 0)))
attempt(lambda: time.asctime((2000, 1, 1, 25, 0, 0, 0, 0, 0)))
attempt(lambda: time.asctime((2000, 0, 0, 0, 0, 0, 0, 0, 0)))
attempt(lambda: time.asctime(3))
attempt(lambda: time.ctime(1, 2))
attempt(lambda: time.time(1))

# Whether a year of two digits is taken; for 2.7 a long number is none that says yes.
time.accept2dyear = 2 ** 70
try:
    print(time.asctime((70, 1, 1, 0, 0, 0, 3, 1, 0)))
except ValueError as error:
    print(error)

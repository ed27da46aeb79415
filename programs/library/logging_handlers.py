# Handlers of records: files that are put aside, buffers, queues.
#
#   gilpy --profile 2.7 programs/library/logging_handlers.py
#   gilpy --profile 3.2 programs/library/logging_handlers.py
#

import logging, logging.handlers, sys, os, tempfile, warnings
d = tempfile.mkdtemp()
p = d + "/x.log"
h = logging.handlers.RotatingFileHandler(p, maxBytes=100, backupCount=2)
l = logging.getLogger("rot"); l.propagate = 0; l.addHandler(h)
for i in range(20): l.warning("message number %d", i)
h.close()
for n in sorted(os.listdir(d)): print(n, open(d + "/" + n).read())
l.removeHandler(h)
h = logging.FileHandler(d + "/y.log", "w", delay=1); print(h.stream, os.path.exists(d + "/y.log"))
l.addHandler(h); l.error("once"); h.close(); print(h.stream, open(d + "/y.log").read())
l.removeHandler(h)
t = logging.StreamHandler(sys.stdout)
m = logging.handlers.MemoryHandler(3, target=t); l.addHandler(m); l.setLevel(10)
l.info("a"); l.info("b"); print("nothing yet"); l.info("c"); l.info("d"); l.error("e"); l.removeHandler(m); m.close()
for bad in ("W", "W9", "X"):
    try: logging.handlers.TimedRotatingFileHandler(d + "/z", bad)
    except ValueError as e: print(e)
h = logging.handlers.TimedRotatingFileHandler(d + "/z", "midnight", utc=True); print(h.computeRollover(1000000), h.suffix, h.interval)
h = logging.handlers.TimedRotatingFileHandler(d + "/z", "W3", utc=True); print(h.computeRollover(1000000), h.suffix, h.interval)
try:
    h = logging.StreamHandler(5); l.addHandler(h); l.info("five")
finally: l.removeHandler(h)
logging.basicConfig(filename=d + "/b.log", level="DEBUG" , format="%(levelno)s %(message)s", datefmt="%H")
logging.info("x"); print(open(d + "/b.log").read())
logging.captureWarnings(True); warnings.warn("warned"); logging.captureWarnings(False)
print(open(d + "/b.log").read())
if sys.version_info[0] == 3:
    import queue
    q = queue.Queue()
    ql = logging.handlers.QueueListener(q, t); ql.start()
    l.addHandler(logging.handlers.QueueHandler(q))
    for i in range(5): l.info("via %s", i)
    try: 1/0
    except ZeroDivisionError: l.exception("tb")
    ql.stop()
    f = logging.Formatter("{levelname:>8} {message}", style="{"); print(f.format(logging.makeLogRecord({"msg": "m", "levelname": "L"})))
    f = logging.Formatter("$levelname ${message}", style="$"); print(f.format(logging.makeLogRecord({"msg": "m", "levelname": "L"})), f.usesTime())
    try: logging.Formatter("", style="?")
    except ValueError as e: print(sorted(str(e)))
    l.handlers[:] = [t]
    def fn(): l.info("stack", stack_info=True)
    fn()
    try: logging.root.handlers[:] = []; logging.basicConfig(foo=1)
    except ValueError as e: print(e)
    print(logging.lastResort, l.hasHandlers())
class C(object):
    def write(self, s): raise IOError("no")
h = logging.StreamHandler(C()); l.addHandler(h); l.info("five")
s = open(d + "/q", "w"); h = logging.StreamHandler(s); s.close(); l.handlers[:] = [h]; l.info("closed")
print(h.filters, logging.Logger.manager.loggerDict["rot"])

for n in os.listdir(d): os.remove(d + '/' + n)
os.rmdir(d)

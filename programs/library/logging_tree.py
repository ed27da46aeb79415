# Logging: loggers, levels, handlers, formats, and what is said where something is wrong.
#
#   gilpy --profile 2.7 programs/library/logging_tree.py
#   gilpy --profile 3.2 programs/library/logging_tree.py
#
# The first message finds no handler: 2.7 says so once, 3.2 has a handler of last resort.

import logging, sys, threading, time

logging.getLogger("a.b").warning("nobody %s", 1)
logging.getLogger("a.b").info("nobody %s", 1)
root = logging.getLogger()
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s|%(name)s|%(threadName)s|%(filename)s:%(lineno)d|%(funcName)s|%(module)s|%(message)s")
def f():
    logging.debug("from f %d", 5)
    logging.getLogger("x.y").error("err %(a)s", {"a": 1})
    try:
        1/0
    except ZeroDivisionError:
        logging.exception("oops")
        root.info("with", exc_info=True)
        root.info("with", exc_info=sys.exc_info())
f()
t = threading.Thread(target=f, name="Worker-1"); t.start(); t.join()
logging.warning("bad %d args", 1, 2)
logging.warning("bad %d", "x")
print(repr(logging.getLevelName(10)), logging.getLevelName("INFO"), logging.getLevelName(33))
logging.addLevelName(33, "HELLO")
logging.log(33, "hi")
root.log(33, "hi")
try: root.log("x", "y")
except TypeError as e: print(e)
try: root.setLevel("NOPE")
except ValueError as e: print(e)
try: root.setLevel([])
except TypeError as e: print(e)
try: logging.getLogger(5)
except TypeError as e: print(e)
a = logging.getLogger("p.q.r"); b = logging.getLogger("p"); c = logging.getLogger("p.q")
print(a.parent is c, c.parent is b, b.parent is root, a.getChild("z").name, root.getChild("k").name)
print(a.getEffectiveLevel(), a.isEnabledFor(10), a.propagate, a.disabled)
logging.disable(logging.INFO); a.info("no"); a.warning("yes"); logging.disable(0)
ad = logging.LoggerAdapter(a, {"ip": "1.2.3.4"})
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter("%(ip)s %(message)s %(funcName)s %(lineno)d"))
a.addHandler(h); a.propagate = False
ad.info("adapter %s", "m"); ad.log(40, "direct")
a.info("missing")
a.removeHandler(h); a.propagate = True
class Even(logging.Filter):
    def filter(self, record): return record.msg % 2 == 0
b.addFilter(Even()); b.info(2); b.info(3)
h = root.handlers[0]; h.addFilter(logging.Filter("p.q")); a.info("passes"); c.info("passes"); b.info(4); logging.info("not"); 
h.filters = []
try: root.info("x", extra={"message": 1})
except KeyError as e: print(e)
try: root.info("x", extra={"name": 1})
except KeyError as e: print(e)
r = logging.makeLogRecord({"msg": "m %s", "args": (1,), "levelno": 10, "name": "n"})
print(r, r.getMessage()); r2 = logging.LogRecord("n", 20, "/a/b/c.py", 3, "m", (), None, "fn"); print(r2.module, r2.filename, sorted(k for k in r2.__dict__))
f = logging.Formatter("%(asctime)s %(message)s", "%Y"); f.converter = time.gmtime; r.created = 0; print(f.format(r))
f = logging.Formatter("%(asctime)s %(message)s"); f.converter = time.gmtime; r.created = 0.25; r.msecs=250.0; print(f.format(r))
print(logging.BufferingFormatter().format([r, r]))
class L(logging.Logger):
    def info(self, msg, *a, **k): self._log(20, "L:" + msg, a, **k)
logging.setLoggerClass(L)
l = logging.getLogger("LLL"); l.info("who")
def g(): l.info("who2")
g()
print(logging.getLoggerClass())
try: logging.setLoggerClass(int)
except TypeError as e: print(e)
logging.captureWarnings(True)
import warnings
logging.captureWarnings(False)
h = logging.StreamHandler(None); print(h.stream is sys.stderr, h.name, h.level)
h.name = "hh"; print(logging._handlers["hh"] is h); h.close(); print(len(logging._handlers))
class Bad(logging.Handler): pass
try: Bad().emit(None)
except NotImplementedError as e: print(e)
logging.raiseExceptions = 0
logging.warning("bad %d", "x")
logging.raiseExceptions = 1
def inner():
    try: raise ValueError("v")
    except ValueError: logging.critical("c", exc_info=1)
inner()
print(logging.Filter("a").filter(logging.makeLogRecord({"name": "a.b"})), logging.Filter().filter(r), logging.Filter("a").filter(logging.makeLogRecord({"name": "ab"})))

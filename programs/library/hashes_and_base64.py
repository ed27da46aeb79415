# Hashes, base 64 and its like, and a scheduler of events.
#
#   gilpy --profile 2.7 programs/library/hashes_and_base64.py
#   gilpy --profile 3.2 programs/library/hashes_and_base64.py
#

import base64, binascii, hashlib, sched

def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, str(e))
for d in (b"", b"a", b"ab", b"abc", b"abcd", b"\xff\xfe\xfd" * 30):
    e = base64.b64encode(d); print(e, base64.b64decode(e) == d, base64.b32encode(d), base64.b32decode(base64.b32encode(d)) == d, base64.b16encode(d), base64.urlsafe_b64encode(d), base64.encodestring(d))
t(base64.b64decode, b"a"); t(base64.b32decode, b"a"); t(base64.b32decode, b"1aaaaaaa"); t(base64.b16decode, b"0g"); t(base64.b16decode, b"ab", True); t(base64.b64decode, b"YW==Y")
for f in (binascii.unhexlify, binascii.a2b_base64):
    for d in (b"a", b"zz", b"61", b"YQ==", b"YWI", b"YW=I=", b"Y*Q =\n==", b"YQ==YQ==", b"=YQ", b"Y=Q="): t(f, d)
t(binascii.hexlify, b"abc"); t(binascii.b2a_base64, b"abc" * 30); t(binascii.crc32, b"abc"); t(binascii.crc32, b"hello", 5); t(binascii.crc32, b"hello" * 100)
for n in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    h = getattr(hashlib, n)(b"abc"); h.update(b"d" * 5000); g = h.copy(); g.update(b"x"); print(n, h.hexdigest(), g.hexdigest()[:8], h.digest_size, len(h.digest()), h.block_size)
t(hashlib.new, "nope"); print(hashlib.new("md5", b"a").hexdigest()); t(hashlib.md5, 5); t(lambda: hashlib.md5().update())
now = [0]
def clock(): return now[0]
def delay(n): now[0] += n
s = sched.scheduler(clock, delay)
def say(*a): print(now[0], a)
s.enter(5, 1, say, ("five",)); s.enter(2, 2, say, ("two-b",)); s.enter(2, 1, say, ("two-a",)); e = s.enter(3, 1, say, ("never",))
s.cancel(e); print([e.time for e in s.queue], s.empty()); s.run(); print(s.empty(), now)

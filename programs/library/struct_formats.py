# Values packed into bytes as C has them, and the errors of each version.
#
#   gilpy --profile 2.7 programs/library/struct_formats.py
#   gilpy --profile 3.2 programs/library/struct_formats.py
#

import struct
def t(*a):
    try: print(repr(struct.pack(*a)))
    except Exception as e: print(a[0], type(e).__name__, e)
def u(*a):
    try: print(struct.unpack(*a))
    except Exception as e: print(a[0], type(e).__name__, e)
for f in "bBhHiIlLqQP":
    for order in "@<>":
        for v in (1, -1, 128, -129, 255, 256, 32768, -32769, 65536, 2**31, -2**31-1, 2**32, 2**63, -2**63-1, 2**64, "x", 1.5, None):
            if f == "P" and not (v in (0,1,255)): continue
            t(order + f, v)
t("c", b"a"); t("c", b"ab"); t("c", 1); t("5s", b"ab"); t("2s", b"abcdef"); t("s", 1); t("p", b"abc"); t("6p", b"abc"); t("0p", b"x"); t("300p", b"x"*290)
t("?", 1); t("?", []); t("f", 1.5); t("f", 1e300); t("d", "x"); t(">d", 3); t("<f", float("inf")); t("f", "x")
t("bhilq", 1, 2, 3, 4, 5); t("=bhilq", 1, 2, 3, 4, 5); t("bxxh", 1, 2); t("b0i", 1); t("3b2x", 1, 2, 3); t("i", ); t("i", 1, 2); t("y", 1); t("3", ); t(" b  h ", 1, 2); t("<P", 1)
for f in ("b","5b","iq","qi","=qi","i0q","99999999999999999999b", "xx", "ci","3sP", "?d", "0s"): 
    try: print(f, struct.calcsize(f))
    except Exception as e: print(type(e).__name__, e)
u("i", b"abcd"); u("i", b"abc"); u("<hHbBq", b"\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff"); u(">hHbBq", b"\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff"); u("Q", b"\xff"*8); u("<L", b"\xff"*4); u("5p", b"\x02abcd"); u("5p", b"\x12abcd"); u("3sc", b"abcd"); u("f", b"\0\0\x80\x3f"); u("d", b"\0"*8); u("?", b"\2"); u("i", 5)
u("i", bytearray(b"abcd"))
b = bytearray(8); struct.pack_into("<hh", b, 2, 1, 2); print(b); struct.pack_into("<h", b, -2, 5); print(b)
for a in ((), (b,), (b, 0), (b, 0, 1, 2, 3), (b, 7, 1, 2), (b, -1, 1, 2), (b"abc", 0, 1, 2), (5, 0, 1, 2)):
    try: struct.pack_into("<hh", *a)
    except Exception as e: print(type(e).__name__, e)
print(struct.unpack_from("<h", b, 2), struct.unpack_from("<h", buffer=b, offset=6))
for a in ((b, 7), (b, -1), (b"", 0)):
    try: struct.unpack_from("<h", *a)
    except Exception as e: print(type(e).__name__, e)
s = struct.Struct("<ih"); print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)), s.unpack_from(s.pack(3, 4)))
try: s.pack(1)
except struct.error as e: print(e)
for bad in (5, None, "\xe9"):
    try: struct.Struct(bad)
    except Exception as e: print(type(e).__name__, e)
for f in (struct.pack, struct.unpack, struct.unpack_from, struct.pack_into):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class S(struct.Struct):
    def __init__(self): struct.Struct.__init__(self, "h")
print(S().size, struct.error, struct.Struct, struct.error.__module__, isinstance(s, struct.Struct))
class I(object):
    def __index__(self): return 7
t("b", I())

# Templates with places for values, and warnings chosen by regular expressions.
#
#   gilpy --profile 2.7 programs/library/templates.py
#   gilpy --profile 3.2 programs/library/templates.py
#

from string import Template
import warnings, sys
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, str(e))
for s in ("$a", "${a}b", "$$", "$a$b", "x$", "$1", "${", "${1}", "a\nb $ c", "$A_1 $a", "\n$"):
    t(lambda: Template(s).substitute(a=1, b=2)); t(lambda: Template(s).safe_substitute(a=1)); t(lambda: Template(s).substitute({"a": "m"}, b="k"))
class P(Template):
    delimiter = "%"; idpattern = "[a-z]+-[a-z]+"
t(lambda: P("%ab-cd %% %x").safe_substitute({"ab-cd": 5})); t(lambda: Template("$x").substitute(1, 2)); t(lambda: Template("$self").substitute(self=3))
class Q(Template):
    pattern = r"\[(?:(?P<escaped>\[)|(?P<named>\w+)\]|(?P<braced>zz)|(?P<invalid>))"
t(lambda: Q("[a] [[ x").substitute(a=7))
def show(m, c, *a, **k): sys.stdout.write("%s: %s\n" % (c.__name__, m))
warnings.showwarning = show
def w(m): warnings.warn(m)
warnings.filterwarnings("ignore", "old.*thing"); w("Old bad thing"); w("not old thing"); warnings.filterwarnings("error", ".*boom"); t(lambda: w("a boom")); warnings.filterwarnings("ignore", module="__m"); w("shown? no")

# Class dicts that gc hands out are changed behind their classes' backs, which is the end of CPython; then everything that
# looks something up in those classes is tried.
import gc, operator, sys
ops = [
       repr, str, len, hash, iter, bool, list, lambda x: x + 1, lambda x: 1 + x, lambda x: x[0], lambda x: x(), lambda x: x == 1, lambda x: x < 1,
       lambda x: 1 in x, lambda x: -x, int, float, lambda x: x.f(), lambda x: setattr(x, 'z', 1), lambda x: x.z, lambda x: delattr(x, 'z'),
       lambda x: getattr(x, 'nothing'), lambda x: x.__class__, dir, vars, lambda x: x.__enter__(), abs, lambda x: x ** 2, lambda x: x & 1, operator.index, lambda x: x.__dict__, lambda x: next(x), lambda x: x.s,
       lambda x: '%s' % x, lambda x: format(x), lambda x: isinstance(x, A), lambda x: issubclass(A, type(x)), lambda x: type(x)(), lambda x: x.p, lambda x: x.q, lambda x: range(x)]
src = '''
class A(%s):
    marker = object()
    __slots__ = ('s', 'q', '__dict__', '__weakref__')
    def __init__(self, *a): pass
    def __new__(cls, *a): return %s.__new__(cls)
    def f(self): return 1
    def __len__(self): return 3
    def __repr__(self): return 'A()'
    def __str__(self): return 'A'
    def __hash__(self): return 3
    def __eq__(self, o): return True
    def __lt__(self, o): return True
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    next = __next__
    def __call__(self): return 1
    def __getitem__(self, i): return [1][i]
    def __add__(self, o): return 1
    def __radd__(self, o): return 1
    def __contains__(self, o): return 1
    def __neg__(self): return 1
    def __index__(self): return 1
    def __int__(self): return 1
    def __float__(self): return 1.0
    def __getattr__(self, n): return 1
    def __setattr__(self, n, v): object.__setattr__(self, n, v)
    def __delattr__(self, n): object.__delattr__(self, n)
    def __nonzero__(self): return True
    __bool__ = __nonzero__
    def __enter__(self): return self
    def __exit__(self, *a): return False
    @property
    def p(self): return 1
class B(A): pass
'''
def rawdict(cls):
    for d in gc.get_referrers(cls.marker):
        if type(d) is dict and 'marker' in d and '__contains__' in d: return d
seen = 0
for base in ('object', 'list', 'dict', 'Exception', 'set', 'object'):
    env = {}
    try: exec(src % (base, base), env)
    except TypeError: exec((src % (base, base)).replace('__slots__', 'slots'), env)
    A, B = env['A'], env['B']
    for how in ('clear', 'ints', 'none', 'del each'):
        env = {}
        try: exec(src % (base, base), env)
        except TypeError: exec((src % (base, base)).replace('__slots__', 'slots'), env)
        A, B = env['A'], env['B']
        a, b = A(), B()
        def use(x):
            global seen
            for op in ops:
                try: op(x)
                except Exception: seen += 1
        for i in range(3): use(a); use(b)
        d = rawdict(A)
        if how == 'clear': d.clear()
        elif how == 'ints':
            for k in list(d): d[k] = 5
        elif how == 'none':
            for k in list(d): d[k] = None
        else:
            for k in list(d):
                del d[k]
                use(a); use(b)
        for i in range(3): use(a); use(b)
        try: use(A()); use(B())
        except Exception: pass
        try:
            repr(A); str(A); dir(A); A.__name__; A.__doc__; A.__module__
        except Exception: pass
        del a, b
        gc.collect()
sys.exit('survived' if seen else 'nothing was refused')

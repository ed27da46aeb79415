import threading,sys
def run(f,**k):
    t=threading.Thread(target=f,**k); t.start(); t.join()
def deep(n):
    if n==0: raise ValueError('deep')
    deep(n-1)
run(lambda: deep(3),name='worker')
run(lambda: sys.exit('msg'))
run(lambda: sys.exit(4))
def g(): raise KeyboardInterrupt('x')
run(g)
def h():
    try: 1/0
    except ZeroDivisionError: raise KeyError('chained')
run(h)
class E(Exception):
    def __str__(self): raise RuntimeError
def k(): raise E()
run(k)
def gen():
    yield 1
    raise IndexError
def l(): list(gen())
run(l)
def m(): exec('1/0')
run(m)
def n(): compile('a b','f','exec')
run(n)
class T(threading.Thread):
    def run(self): self.nothing
t=T(); t.start(); t.join()
run(5)
def o(x): pass
run(o)
def p(): raise StopIteration
run(p)
def q(): raise SystemExit
run(q)
def r(): raise GeneratorExit
run(r)
sys.stderr=None
run(g)
sys.stderr=sys.__stderr__
del sys.stderr
run(g)

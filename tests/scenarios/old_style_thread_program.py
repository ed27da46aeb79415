# Events:
import threading, thread, Queue
class Old(threading.Thread):
    def __init__(self, q, **kw):
        threading.Thread.__init__(self, **kw)
        self.q = q
    def run(self):
        while 1:
            try: job = self.q.get_nowait()
            except Queue.Empty, e: print "empty", repr(e), str(e); return
            try:
                print "job", job, `job`, job <> 3,
                print >>None, "hm"
                exec "print 'exec', job"
            except Exception, (a,): print "exc", a
q = Queue.Queue()
map(q.put, xrange(4))
t = Old(q, name='old'); t.start(); t.join(); print t, t.isAlive()
print apply(threading.currentThread().getName), thread.get_ident() <> 0

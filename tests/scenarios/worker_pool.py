import threading,sys
try: import queue
except ImportError: import Queue as queue
q=queue.Queue(); res=[]; lock=threading.Lock()
def worker():
    while True:
        item=q.get()
        if item is None: q.task_done(); break
        try:
            if item==5: raise ValueError(item)
            with lock: res.append(item*item)
        except ValueError as e:
            with lock: res.append(str(e))
        finally: q.task_done()
ts=[threading.Thread(target=worker,name='w%d'%i) for i in range(4)]
for t in ts: t.start()
for i in range(20): q.put(i)
for t in ts: q.put(None)
q.join()
for t in ts: t.join()
print(sorted(map(str,res)), q.qsize(), q.empty(), q.full(), q.unfinished_tasks)
try: q.task_done()
except ValueError as e: print(e)
try: q.get_nowait()
except queue.Empty as e: print(repr(e))
q2=queue.Queue(1); q2.put(1)
try: q2.put_nowait(1)
except queue.Full as e: print(repr(e))
try: q2.put(1,timeout=-1)
except ValueError as e: print(e)
try: q2.put(1,True,0.05)
except queue.Full as e: print(repr(e))
l=queue.LifoQueue(); p=queue.PriorityQueue()
for i in (3,1,2): l.put(i); p.put(i)
print([l.get() for i in range(3)],[p.get() for i in range(3)])

import socket,threading
s=socket.socket(socket.AF_INET,socket.SOCK_STREAM); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('127.0.0.1',0)); s.listen(5); port=s.getsockname()[1]
def serve():
    for i in range(3):
        c,a=s.accept(); threading.Thread(target=handle,args=(c,)).start()
def handle(c):
    while True:
        d=c.recv(1024)
        if not d: break
        c.sendall(d.upper())
    c.close()
t=threading.Thread(target=serve); t.daemon=True; t.start()
for i in range(3):
    c=socket.create_connection(('127.0.0.1',port)); c.sendall(b'hello'); print(c.recv(100)); c.shutdown(socket.SHUT_WR); print(c.recv(100)); c.close()
try: socket.create_connection(('127.0.0.1',1))
except socket.error as e: print(e.errno,e)
c=socket.socket(); c.settimeout(0.1); print(c.gettimeout())
u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.bind(('127.0.0.1',0)); u.settimeout(0.05)
try: u.recvfrom(10)
except socket.timeout as e: print(repr(e),e.args,isinstance(e,socket.error))
u.setblocking(0)
try: u.recv(1)
except socket.error as e: print(e.errno, type(e))
for g in (lambda: c.connect(('127.0.0.1',)), lambda: c.connect('x'), lambda: c.bind(('127.0.0.1',-1)), lambda: c.bind(('127.0.0.1',70000)), lambda: c.send(u'x'), lambda: c.recv(-1), lambda: c.settimeout('x'), lambda: c.settimeout(-1), lambda: socket.socket(99), lambda: c.listen(), lambda: c.getpeername(), lambda: c.fileno()>2, lambda: (c.close(),c.fileno()), lambda: c.recv(1), lambda: c.send(b'x'), lambda: c.accept()):
    try: print(g())
    except Exception as e: print(type(e).__name__,e)

import socket,threading
a,b=socket.socketpair()
f=b.makefile('rb'); w=a.makefile('wb')
w.write(b'line1\nline2\nrest'); w.flush(); a.shutdown(socket.SHUT_WR)
print(f.readline(),f.readline(),f.read()); f.close(); b.send(b'y'); print(a.recv(1))

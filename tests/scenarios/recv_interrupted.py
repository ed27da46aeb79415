# Events: see go; settle; ^C
import socket,sys
a,b=socket.socketpair()
print('go'); sys.stdout.flush()
try: a.recv(1)
finally: print('fin')

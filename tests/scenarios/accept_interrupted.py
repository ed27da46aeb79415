# Events: see go; settle; ^C
import socket,sys
s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(1)
print('go'); sys.stdout.flush()
s.accept()

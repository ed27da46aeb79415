# Events: see go; settle; ^C
import socket, sys
a, b = socket.socketpair()
sys.stdout.write("go\n"); sys.stdout.flush()
a.sendall(b"x" * 10000000)

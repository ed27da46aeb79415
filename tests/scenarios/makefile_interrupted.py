# Events: see go; settle; ^C
import socket, sys
a, b = socket.socketpair()
f = a.makefile()
sys.stdout.write("go\n"); sys.stdout.flush()
f.readline()

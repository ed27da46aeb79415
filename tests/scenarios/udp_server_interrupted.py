# Events: see go; settle; ^C
from __future__ import print_function
import sys
try:
    import SocketServer as ss
except ImportError:
    import socketserver as ss
srv = ss.UDPServer(("127.0.0.1", 0), ss.DatagramRequestHandler)
print("go")
sys.stdout.flush()
srv.handle_request()

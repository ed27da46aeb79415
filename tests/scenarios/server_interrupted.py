# Events: see serving; settle; ^C
try: import socketserver as S
except ImportError: import SocketServer as S
import sys
s=S.TCPServer(('127.0.0.1',0),S.BaseRequestHandler)
print('serving'); sys.stdout.flush()
try: s.serve_forever()
except KeyboardInterrupt: print('stopped')

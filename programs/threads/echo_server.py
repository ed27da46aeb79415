# A server with a thread for each connection, and clients in threads.
#
#   gilpy programs/threads/echo_server.py
#
# See: each client gets its own lines back, in capitals; shutdown() ends the server's loop.

import socket
import threading
try:
    import socketserver
except ImportError:
    import SocketServer as socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True

server = Server(('127.0.0.1', 0), Handler)
loop = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05})
loop.start()
answers = {}


def client(name):
    connection = socket.create_connection(server.server_address)
    lines = connection.makefile('rb')
    mine = answers[name] = []
    for i in range(3):
        connection.sendall(('%s says %d\n' % (name, i)).encode('ascii'))
        mine.append(lines.readline().decode('ascii').strip())
    lines.close()
    connection.close()

clients = [threading.Thread(target=client, args=(name,)) for name in ('ann', 'bob', 'eve')]
for thread in clients:
    thread.start()
for thread in clients:
    thread.join()
for name in sorted(answers):
    print('%s' % ', '.join(answers[name]))
server.shutdown()
loop.join()
server.server_close()
print('the server has ended')

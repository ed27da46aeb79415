# Sockets: streams, datagrams, names in the file system, timeouts, and what goes wrong.
#
#   gilpy --profile 2.7 programs/threads/sockets.py
#   gilpy --profile 3.2 programs/threads/sockets.py
#
# See: every call that waits gives the GIL up. A socket with a timeout is a non-blocking one that is waited for with poll().

import errno
import os
import socket
import sys
import threading


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception:
        kind, error = sys.exc_info()[:2]
        return '%s: %s' % (kind.__name__, error)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
print(listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
listener.bind(('127.0.0.1', 0))
listener.listen(1)
address = listener.getsockname()
print(address[0])


def serve():
    connection, peer = listener.accept()
    print(peer[0])
    received = b''
    while len(received) < 1000000:
        received += connection.recv(65536)
    connection.sendall(received[::-1][:10])
    connection.shutdown(socket.SHUT_WR)
    print(connection.recv(10) == b'')
    connection.close()

server = threading.Thread(target=serve)
server.start()
client = socket.create_connection(address)
client.sendall(b'x' * 999990 + b'0123456789')
print(client.recv(4, socket.MSG_PEEK) == b'9876')
room = bytearray(20)
print(client.recv_into(room, 6))
print(bytes(room[:8]) == b'987654\0\0')
print(client.recv(100) == b'3210')
print(client.recv(100) == b'')
client.close()
server.join()
listener.close()
print(attempt(client.recv, 1))

one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(('127.0.0.1', 0))
print(two.sendto(b'a datagram', one.getsockname()))
data, sender = one.recvfrom(4)
print(data == b'a da')
print(sender[0])
print(attempt(two.sendto, b'no address'))
print(attempt(two.sendto, b'data', 5))

left, right = socket.socketpair()
print(left.gettimeout())
left.settimeout(0.05)
print(left.gettimeout())
print(attempt(left.recv, 1))
left.setblocking(0)
print(attempt(left.recv, 1) == 'error: [Errno %d] %s' % (errno.EAGAIN, os.strerror(errno.EAGAIN)))
for wrong in (-1, 'x'):
    print(attempt(left.settimeout, wrong))
print(attempt(left.recv, -1))
right.close()
print(left.recv(1) == b'')

path = os.path.join(os.environ.get('TMPDIR', '/tmp'), 'gilpy-socket-%d' % os.getpid())
named = socket.socket(socket.AF_UNIX)
named.bind(path)
print(named.getsockname() == path)
named.listen(1)
caller = socket.socket(socket.AF_UNIX)
caller.connect(path)
answer, _ = named.accept()
answer.send(b'hello')
print(caller.recv(5) == b'hello')
os.unlink(path)
print(attempt(socket.socket(socket.AF_UNIX).connect, path))
print(attempt(named.bind, 'x' * 200))

plain = socket.socket()
print(plain.connect_ex(('127.0.0.1', 1)) == errno.ECONNREFUSED)
for wrong in (5, ('127.0.0.1',), ('127.0.0.1', 'x'), ('127.0.0.1', 70000)):
    print(attempt(plain.connect, wrong))
print(socket.inet_aton('127.1') == b'\x7f\x00\x00\x01')
print(attempt(socket.inet_aton, 'x'))
print(socket.inet_ntoa(b'\x01\x02\x03\x04'))
print([socket.htons(1), socket.ntohs(256), int(socket.htonl(1))])
print(socket.getaddrinfo('127.0.0.1', 80, 0, socket.SOCK_STREAM))
print(issubclass(socket.timeout, socket.error) and issubclass(socket.gaierror, socket.error))

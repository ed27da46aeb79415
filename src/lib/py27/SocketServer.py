"""Servers over sockets: the `SocketServer` of 2.7, and, by a link to this file, the `socketserver` of 3.2.

A server waits for a request and hands it to a handler object, which is made for it. The mix-ins do that in a thread or in
a process of its own; they come first among the bases: class Server(ThreadingMixIn, TCPServer).
"""

import errno
import os
import select
import socket
import sys
import threading

__all__ = ["BaseServer", "TCPServer", "UDPServer", "ForkingUDPServer", "ForkingTCPServer",
           "ThreadingUDPServer", "ThreadingTCPServer", "BaseRequestHandler",
           "StreamRequestHandler", "DatagramRequestHandler",
           "ThreadingMixIn", "ForkingMixIn", "UnixStreamServer", "UnixDatagramServer",
           "ThreadingUnixStreamServer", "ThreadingUnixDatagramServer"]


def _eintr_retry(func, *args):
    # A handler that has run and not raised is no reason to stop waiting.
    while True:
        try:
            return func(*args)
        except (OSError, select.error) as e:
            if e.args[0] != errno.EINTR:
                raise


class BaseServer(object):
    """Waits for requests, by way of fileno() and get_request(), which a derived class brings."""

    # Seconds after which handle_request() gives up and calls handle_timeout().
    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self.__is_shut_down = threading.Event()
        self.__shutdown_request = False

    def server_activate(self):
        """Called when the address is bound."""

    def serve_forever(self, poll_interval=0.5):
        """Serve one request after the other until shutdown(), which is looked for every poll_interval seconds."""
        self.__is_shut_down.clear()
        try:
            while not self.__shutdown_request:
                r, w, e = _eintr_retry(select.select, [self], [], [],
                                       poll_interval)
                if self.__shutdown_request:
                    break
                if self in r:
                    self._handle_request_noblock()
        finally:
            self.__shutdown_request = False
            self.__is_shut_down.set()

    def shutdown(self):
        """Stop serve_forever(), and wait until it has. From another thread: in its own it would wait for itself."""
        self.__shutdown_request = True
        self.__is_shut_down.wait()

    def handle_request(self):
        """Wait for one request, at most as long as the timeout allows, and serve it."""
        timeout = self.socket.gettimeout()
        if timeout is None:
            timeout = self.timeout
        elif self.timeout is not None:
            timeout = min(timeout, self.timeout)
        fd_sets = _eintr_retry(select.select, [self], [], [], timeout)
        if not fd_sets[0]:
            self.handle_timeout()
            return
        self._handle_request_noblock()

    def _handle_request_noblock(self):
        try:
            request, client_address = self.get_request()
        except socket.error:
            return
        if self.verify_request(request, client_address):
            try:
                self.process_request(request, client_address)
            except:
                self.handle_error(request, client_address)
                self.shutdown_request(request)
        else:
            self.shutdown_request(request)

    def handle_timeout(self):
        """Called when no request came in time."""

    def verify_request(self, request, client_address):
        """Whether to serve this request."""
        return True

    def process_request(self, request, client_address):
        """Serve a request, here and now. The mix-ins have others."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def server_close(self):
        """Called when the server is not needed any more."""

    def finish_request(self, request, client_address):
        """Make the handler object, which does it all in its __init__."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """Called when a request has been served."""
        self.close_request(request)

    def close_request(self, request):
        """Called when a request is not needed any more in this process."""

    def handle_error(self, request, client_address):
        """Called when a handler has raised: prints the traceback, and the server goes on."""
        import traceback
        sys.stdout.write('-' * 40 + '\nException happened during processing of request from %s\n' % (client_address,))
        traceback.print_exc()
        sys.stdout.write('-' * 40 + '\n')


class TCPServer(BaseServer):
    """A server for connections; a request is the connected socket."""

    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        BaseServer.__init__(self, server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except:
                self.server_close()
                raise

    def server_bind(self):
        """Bind the address; server_address is then the real one, with the port that port 0 stood for."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        self.socket.close()

    def fileno(self):
        """For select()."""
        return self.socket.fileno()

    def get_request(self):
        """(the request, the address of the client)."""
        return self.socket.accept()

    def shutdown_request(self, request):
        try:
            # close() is not enough: a child process may have the descriptor too.
            request.shutdown(socket.SHUT_WR)
        except socket.error:
            pass
        self.close_request(request)

    def close_request(self, request):
        request.close()


class UDPServer(TCPServer):
    """A server for datagrams; a request is (the data, the server's socket)."""

    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def get_request(self):
        data, client_addr = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client_addr

    def server_activate(self):
        pass

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        pass


class ForkingMixIn(object):
    """Serves each request in a process of its own."""

    timeout = 300
    active_children = None
    max_children = 40

    def collect_children(self):
        """Reap the children that have ended; wait for one if there are too many."""
        for pid in list(self.active_children or ()):
            full = len(self.active_children) >= self.max_children
            try:
                ended = os.waitpid(pid, 0 if full else os.WNOHANG)[0]
            except OSError as e:
                ended = pid if e.errno == errno.ECHILD else 0
            self.active_children.discard(ended)

    def handle_timeout(self):
        self.collect_children()

    def process_request(self, request, client_address):
        self.collect_children()
        pid = os.fork()
        if pid:
            if self.active_children is None:
                self.active_children = set()
            self.active_children.add(pid)
            self.close_request(request)
            return
        # The child must not return into the code of the server, whatever happens.
        try:
            self.finish_request(request, client_address)
            self.shutdown_request(request)
            os._exit(0)
        except:
            try:
                self.handle_error(request, client_address)
                self.shutdown_request(request)
            finally:
                os._exit(1)


class ThreadingMixIn(object):
    """Serves each request in a thread of its own."""

    # Whether the process may end while requests are being served.
    daemon_threads = False

    def process_request_thread(self, request, client_address):
        """What the thread does."""
        try:
            self.finish_request(request, client_address)
            self.shutdown_request(request)
        except:
            self.handle_error(request, client_address)
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        t = threading.Thread(target=self.process_request_thread, args=(request, client_address))
        t.daemon = self.daemon_threads
        t.start()


class ForkingUDPServer(ForkingMixIn, UDPServer):
    pass


class ForkingTCPServer(ForkingMixIn, TCPServer):
    pass


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    pass


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass


class UnixStreamServer(TCPServer):
    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    address_family = socket.AF_UNIX


class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
    pass


class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
    pass


class BaseRequestHandler(object):
    """Made for one request; override handle(), which finds request, client_address and server as attributes."""

    def __init__(self, request, client_address, server):
        self.request = request
        self.client_address = client_address
        self.server = server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        pass

    def handle(self):
        pass

    def finish(self):
        pass


class StreamRequestHandler(BaseRequestHandler):
    """For connections: rfile to read from and wfile to write to."""

    rbufsize = -1
    wbufsize = 0
    timeout = None
    disable_nagle_algorithm = False

    def setup(self):
        self.connection = self.request
        if self.timeout is not None:
            self.connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = self.connection.makefile('rb', self.rbufsize)
        self.wfile = self.connection.makefile('wb', self.wbufsize)

    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except socket.error:
                # The client has gone; closing must go on.
                pass
        self.wfile.close()
        self.rfile.close()


class DatagramRequestHandler(BaseRequestHandler):
    """For datagrams: rfile has the packet, what is written to wfile is sent back as one."""

    def setup(self):
        try:
            from io import BytesIO
        except ImportError:
            from StringIO import StringIO as BytesIO
        self.packet, self.socket = self.request
        self.rfile = BytesIO(self.packet)
        self.wfile = BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)

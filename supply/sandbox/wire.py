"""Putting a reply on the wire, in whatever manner was drawn for it."""

import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler

from .replies import Reply

_DRIP_SECONDS = 0.1


def send(handler: BaseHTTPRequestHandler, reply: Reply, *, slow_seconds: float, stopping: threading.Event) -> None:
    """Send one reply. Waiting ends early when the sandbox stops; a customer who hung up is no error."""
    handler.close_connection = True
    try:
        if reply.manner & {"slow", "silent"} and stopping.wait(slow_seconds):
            return
        if "silent" not in reply.manner:
            _send_head(handler, reply)
            _send_body(handler, reply, stopping)
    except OSError:
        pass


def _send_head(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    handler.send_header("Content-Type", reply.content_type)
    handler.send_header("Content-Length", str(len(reply.body)))
    handler.send_header("Connection", "close")
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def _send_body(handler: BaseHTTPRequestHandler, reply: Reply, stopping: threading.Event) -> None:
    if "slow_drip" in reply.manner:
        for place in range(len(reply.body)):
            handler.wfile.write(reply.body[place : place + 1])
            if stopping.wait(_DRIP_SECONDS):
                return
    elif "reset_mid_body" in reply.manner:
        handler.wfile.write(reply.body[: len(reply.body) // 2])
        # Lingering for zero seconds turns the close into a reset.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    else:
        handler.wfile.write(reply.body)

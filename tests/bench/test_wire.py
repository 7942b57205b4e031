"""The client on the wire: what it sends, and how it reads answers that arrive in pieces."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from bench.wire import Connection, request


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_request_says_its_length() -> None:
    sent = request("POST", "/claim", body=b"{}", Idempotency_Key="k1")
    assert sent == b"POST /claim HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nIdempotency-Key: k1\r\n\r\n{}"


def test_two_answers_in_pieces_are_told_apart(server: socket.socket) -> None:
    pieces = [b"HTTP/1.1 201 Created\r\nContent-Len", b"gth: 3\r\n\r\nab", b"cHTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"]
    Thread(target=_answer, args=(server, pieces), daemon=True).start()
    connection = Connection(server.getsockname()[1])
    answers = [connection.ask(b"?"), connection.ask(b"?")]
    assert [(answer.status, answer.body) for answer in answers] == [(201, b"abc"), (404, b"")]
    connection.close()


def _answer(server: socket.socket, pieces: list[bytes]) -> None:
    accepted, _address = server.accept()
    with accepted:
        for piece in pieces:
            accepted.sendall(piece)
        accepted.recv(1)
        accepted.recv(1)

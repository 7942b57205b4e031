import socket

import pytest

from config.run.ports import first_free, is_free, is_free_soon


def test_a_port_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_free("127.0.0.1", port) is False
        assert is_free_soon("127.0.0.1", port, seconds=0.1) is False
    assert is_free("127.0.0.1", port) is True


def test_the_first_free_port_passes_over_the_taken_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert first_free(range(port, port + 20)) > port
        with pytest.raises(OSError, match="is taken"):
            first_free(range(port, port + 1))

import socket
import subprocess
import sys

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


def test_a_port_that_another_process_will_listen_on_is_passed_over_until_that_ends() -> None:
    ports = range(18_900, 18_950)
    program = (
        f"from config.run.ports import first_free; print(first_free(range({ports.start}, {ports.stop}), claims=True), flush=True); input()"
    )
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    theirs = int(other.stdout.readline())
    ours = first_free(range(theirs, ports.stop), claims=True)
    other.communicate("\n")
    assert (ours > theirs, first_free(range(theirs, ports.stop), claims=True)) == (True, theirs)

from pathlib import Path

import pytest

from config.run.surroundings import ROOT, read_surroundings


def test_nothing_said_means_the_demo_on_this_machine_alone() -> None:
    said = read_surroundings({})
    assert (said.host, said.port, said.demo, said.data_dir) == ("127.0.0.1", 8000, True, ROOT / ".data")
    assert (said.database_url, said.sandbox_port) == (None, None)


def test_an_empty_value_counts_as_unset() -> None:
    assert read_surroundings({"DATABASE_URL": "", "PORT": "", "DEMO": ""}) == read_surroundings({})


@pytest.mark.parametrize("given", ["web", "0", "65536", "-1", "80a"])
def test_a_port_that_is_none_is_refused_by_name(given: str) -> None:
    with pytest.raises(ValueError, match=f"PORT must be a port number, not '{given}'"):
        read_surroundings({"PORT": given})


def test_children_are_told_what_was_left_unset(tmp_path: Path) -> None:
    said = read_surroundings({"DATA_DIR": str(tmp_path), "LANG": "C.UTF-8", "DEMO": "0"})
    told = said.child_environment(database_url="postgres://u@h/d", sandbox_port=9002)
    assert told == {
        "LANG": "C.UTF-8",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://u@h/d",
        "DEMO": "0",
        "PORT": "8000",
        "SANDBOX_PORT": "9002",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_is_reached_locally(host: str) -> None:
    assert read_surroundings({"HOST": host, "PORT": "8001"}).local_url == "http://127.0.0.1:8001"


def test_an_ipv6_address_is_bracketed() -> None:
    assert read_surroundings({"HOST": "::1"}).local_url == "http://[::1]:8000"

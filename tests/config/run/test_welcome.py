import json
from pathlib import Path

from config.run.surroundings import read_surroundings
from config.run.welcome import welcome

DEMO = {
    "operator": {"username": "operator", "password": "fern-7"},
    "hr": {"username": "hr", "password": "moss-8", "enterprise": "galaxy"},
    "members": [{"name": "王小明", "phone": "13800000001", "email": ""}],
}


def test_a_newcomer_reads_the_addresses_and_the_logins(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps(DEMO), encoding="utf-8")
    words = welcome(read_surroundings({"DATA_DIR": str(tmp_path), "PORT": "8009"})).split()
    wanted = ["http://127.0.0.1:8009/ops/", "http://127.0.0.1:8009/demo/inbox/", "operator", "fern-7", "hr", "moss-8", "13800000001"]
    assert [word for word in wanted if word not in words] == []


def test_outside_the_demo_there_is_neither_inbox_nor_login(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps(DEMO), encoding="utf-8")
    text = welcome(read_surroundings({"DATA_DIR": str(tmp_path), "DEMO": "0"}))
    assert ("inbox" in text, "fern-7" in text, "/ops/" in text) == (False, False, True)

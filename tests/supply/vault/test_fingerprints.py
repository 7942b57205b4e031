"""Two ways to write one code have one fingerprint; two codes never do."""

import pytest

from supply.vault import fingerprint_of

CODE = "7K2M-9QXD-4H1V-W3PT"


@pytest.mark.parametrize(
    "written",
    [
        "7k2m-9qxd-4h1v-w3pt",
        " 7K2M 9QXD 4H1V W3PT ",
        "7K2M9QXD4H1VW3PT",
        "７Ｋ２Ｍ－９ｑｘｄ－４Ｈ１Ｖ－Ｗ３ＰＴ",
        "7K2M–9QXD—4H1V−W3PT",
        "\u30007K2M‑9QXD‐4H1V\u00a0W3PT",
    ],
)
def test_spaces_dashes_width_and_case_make_no_other_code(written: str) -> None:
    assert fingerprint_of(written, case_sensitive=False) == fingerprint_of(CODE, case_sensitive=False)


def test_case_makes_another_code_where_it_matters() -> None:
    assert fingerprint_of(CODE.lower(), case_sensitive=True) != fingerprint_of(CODE, case_sensitive=True)


def test_another_code_has_another_fingerprint() -> None:
    assert fingerprint_of("7K2M-9QXD-4H1V-W3PU", case_sensitive=False) != fingerprint_of(CODE, case_sensitive=False)

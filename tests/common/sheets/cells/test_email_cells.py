"""Email addresses: one, plain."""

from typing import Any

import pytest

from common.sheets.cells import as_email
from common.sheets.shapes import Cell
from tests.common.sheets.cells.refusals import outcome


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (None, ""),
        ("u1001@galaxy.test", "u1001@galaxy.test"),
        (" First.Last+x@Mail.Example.COM ", "First.Last+x@mail.example.com"),
        ("ａ＠ｂ．ｃｎ", "a@b.cn"),
        ("a@b", "refused: email_invalid"),
        ("a@b.cn;c@d.cn", "refused: email_invalid"),
        ("A <a@b.cn>", "refused: email_invalid"),
        ("a b@c.cn", "refused: email_invalid"),
        ("a..b@c.cn", "refused: email_invalid"),
        ("@b.cn", "refused: email_invalid"),
        ("a@-b.cn", "refused: email_invalid"),
        ("a@1.2.3.4", "refused: email_invalid"),
        ("a@b.cn\nBcc: x@y.cn", "refused: email_invalid"),
        ("а@b.cn", "refused: email_invalid"),
        ("a\u200b@b.cn", "refused: email_invalid"),
        ("x" * 65 + "@b.cn", "refused: email_invalid"),
        ("a@" + "b." * 130 + "cn", "refused: email_invalid"),
        ("ⓐ@b.cn", "refused: email_invalid"),
        (5, "refused: email_invalid"),
        ("=HYPERLINK(1)", "refused: formula_refused"),
    ],
)
def test_an_address_is_plain_and_single_or_refused(cell: Cell, result: Any) -> None:
    assert outcome(as_email, cell) == result

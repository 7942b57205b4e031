"""Which lines of a file are refused, and why; duplicates above all."""

from itertools import chain

import pytest

from common.scope import OWNER, within
from common.sheets.reasons import sentence
from supply.models import StagedCode
from supply.queries import preview_of, refused_pieces
from supply.queries.intakes import RefusedLine
from tests.factories import make_order_line
from tests.supply.stocking import bring, code_of, make_card_line, make_card_product, stock

pytestmark = pytest.mark.django_db

CODE = code_of(1)
DISGUISES = [CODE.lower(), f"  {CODE} ", CODE.replace("-", "–"), "ｑｙｔｓ－００００－００００－０００１"]


def _reasons(intake_id: object) -> list[tuple[int, str]]:
    return [(line.line_number, line.reason) for line in chain.from_iterable(refused_pieces(intake_id))]  # type: ignore[arg-type]


@pytest.mark.parametrize("disguised", DISGUISES)
def test_the_later_of_two_equal_lines_is_refused_however_it_is_written(disguised: str) -> None:
    intake = bring([code_of(2), CODE, code_of(3), disguised])
    assert list(chain.from_iterable(refused_pieces(intake.id))) == [
        RefusedLine(4, "duplicate_in_file", sentence("duplicate_in_file", {"row": 2}), "····0001"),
    ]


@pytest.mark.parametrize("disguised", DISGUISES)
def test_a_code_that_is_on_the_platform_is_refused_however_it_is_written(disguised: str) -> None:
    stock(CODE)
    assert _reasons(bring([disguised, code_of(2)]).id) == [(1, "duplicate_on_platform")]


def test_dashes_make_no_other_code_where_the_pattern_allows_both() -> None:
    line = make_order_line(make_card_product(code_pattern="[A-Z0-9-]+"))
    assert _reasons(bring([CODE, CODE.replace("-", "")], line=line).id) == [(2, "duplicate_in_file")]


def test_a_repeat_across_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.intake.opening.LINES_A_CHUNK", 2)
    intake = bring([code_of(n) for n in (1, 2, 3, 4, 1)])
    assert (_reasons(intake.id), intake.checked_count) == ([(5, "duplicate_in_file")], 5)


def test_case_tells_codes_apart_where_it_matters() -> None:
    line = make_order_line(make_card_product(code_pattern="[A-Za-z0-9]+", is_case_sensitive=True))
    assert bring(["abcd1234efgh5678", "ABCD1234efgh5678"], line=line).good_count == 2


def test_a_refused_line_keeps_no_secret() -> None:
    stock(CODE)
    intake = bring([CODE, "TOO-SHORT", code_of(2), code_of(2).lower(), *map(code_of, range(10, 20))])
    kept = StagedCode.objects.filter(intake=intake).exclude(reason="")
    with within(OWNER):
        found = list(kept.order_by("line_number").values_list("given", "ciphertext", "fingerprint", "tail"))
    assert found == [
        ("····0001", None, None, ""),
        ("", None, None, ""),
        ("····0002", None, None, ""),
    ]


def test_the_preview_counts_each_reason_and_warns_of_a_doubtful_file() -> None:
    intake = bring(["TOO-SHORT", *map(code_of, range(9)), code_of(0)], line=make_card_line(20))
    preview = preview_of(intake.id)
    assert (preview.lines, preview.good, preview.refused) == (11, 9, 2)
    assert preview.by_reason == {"duplicate_in_file": 1, "malformed": 1}
    assert (preview.is_doubtful, preview.ordered, preview.received) == (True, 20, 0)


def test_a_file_that_fits_is_not_doubted() -> None:
    assert preview_of(bring([code_of(1)]).id).is_doubtful is False


def test_a_file_with_swapped_columns_is_refused_as_a_whole() -> None:
    intake = bring(f"卡密,卡号\n6201,{CODE}\n6202,{code_of(2)}\n".encode())
    assert (intake.state, intake.problem, intake.lot.state) == ("failed", "mostly_malformed", "discarded")
    assert preview_of(intake.id).problem.startswith("More than a fifth of the lines")
    assert _reasons(intake.id) == [(2, "malformed"), (3, "malformed")]

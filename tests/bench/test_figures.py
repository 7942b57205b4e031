"""The harness's own arithmetic: ratios, medians of rounds, aims, and how they are written."""

from bench.figures import Aim, Figure, figure_of_rounds, shown


def test_a_ratio_is_the_figure_over_its_baseline() -> None:
    assert Figure("ours", 30.0, "theirs", 120.0, "rows/s").ratio == 0.25


def test_rounds_give_medians_and_keep_the_ratio_of_each() -> None:
    figure = figure_of_rounds([(10, 100), (40, 100), (30, 200)], name="ours", against="theirs", unit="rows/s")
    assert (figure.value, figure.baseline) == (30, 100)
    assert figure.noise == (0.1, 0.4, 0.15)


def test_an_aim_is_a_least_or_a_most() -> None:
    assert [Aim(0.3, at_least=True).is_reached(ratio) for ratio in (0.29, 0.3, 0.31)] == [False, True, True]
    assert [Aim(4).is_reached(ratio) for ratio in (3.9, 4.0, 4.1)] == [True, True, False]


def test_a_line_is_a_row_of_the_table_and_says_what_missed() -> None:
    missed = Figure("preview", 9.0, "COPY", 1.5, "s", Aim(4))
    assert missed.line() == "| preview | 9.00 s | COPY: 1.50 s | **6.00** | ≤ 4 (missed) |"


def test_a_line_of_rounds_tells_their_spread() -> None:
    figure = figure_of_rounds([(10, 100), (40, 100), (30, 100)], name="ours", against="theirs", unit="/s", aim=Aim(0.3, at_least=True))
    assert figure.line() == "| ours | 30.0 /s | theirs: 100 /s | **0.30** (0.10 to 0.40) | ≥ 0.3 |"


def test_numbers_carry_the_digits_they_deserve() -> None:
    assert [shown(value, "s") for value in (0.052, 12.34, 1234.5)] == ["0.05 s", "12.3 s", "1,234 s"]
    assert shown(3, "") == "3.00"

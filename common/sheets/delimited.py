"""Records of a text file: the delimiter told from the first of them, quotes balanced, each with its physical line."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from common.sheets.headers import fold, known_headers
from common.sheets.shapes import Column, Unfit

# The limit is on the file: a text too long for its column is refused where it stands, and not as quotes without an end.
csv.field_size_limit(2**31 - 1)
DELIMITERS = (",", ";", "\t")


class Record(NamedTuple):
    """One record: the physical line it begins on (from 1), and its fields."""

    line: int
    fields: list[str]


def records(text: str, delimiter: str) -> Iterator[Record]:
    """
    The records that are not blank.

    :raises Unfit: ``quote_unbalanced`` with the line on which the quoted field's record begins.
    """
    # newline="" keeps line breaks within quotes as they are, and still ends lines at CR, LF and CRLF.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield Record(line, fields)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unfit("quote_unbalanced", line=line) from error


def told_delimiter(text: str, columns: Sequence[Column]) -> str:
    """The delimiter under which the first record names the most columns; then the most fields; then the comma."""
    known = known_headers(columns)
    best, best_score = DELIMITERS[0], (-1, -1)
    for delimiter in DELIMITERS:
        try:
            fields = next(records(text, delimiter)).fields
        except (StopIteration, Unfit):
            continue
        score = (sum(fold(field) in known for field in fields), len(fields))
        if score > best_score:
            best, best_score = delimiter, score
    return best

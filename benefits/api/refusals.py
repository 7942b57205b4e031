"""The reason codes with which a single grant is refused, for the description of the API."""

from common.api.schema import Code
from common.sheets.reasons import REASONS

ROW_CODES: list[Code] = [
    *((404, code, REASONS[code]) for code in ("member_not_found", "unknown_benefit")),
    *(
        (409, code, REASONS[code])
        for code in (
            "member_ambiguous",
            "member_left",
            "joined_after_freeze",
            "phone_invalid",
            "email_invalid",
            "benefit_not_available",
            "until_before_from",
            "until_in_the_past",
            "date_impossible",
            "over_limit",
            "budget_exceeded",
            "formula_refused",
            "invisible_characters",
            "text_too_long",
        )
    ),
]

"""
Refusals: the small language in which a verdict says no.

A refusal is raised where the verdict is reached and carries facts. It is put into words once for each reader: the API
(``common.refusals.api``), pages, consoles and tasks.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refused(Exception):
    """
    The base of all refusals.

    ``code``     stable, for programs; never translated.
    ``sentence`` for the person refused: safe, says what to do next.
    ``exact``    for staff: the exact reason, with ``%(fact)s`` places; the sentence where empty.
    ``status``   the HTTP status of the API.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[Sentence] = _("This can't be done now.")
    exact: ClassVar[Sentence] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def for_member(self) -> str:
        """The safe sentence in the reader's language."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)

    def for_staff(self) -> str:
        """The exact reason in the reader's language."""
        return str(self.exact) % self.facts if self.exact else self.for_member()

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class NotFound(Refused):
    """Missing, and foreign: the two look the same."""

    code = "not_found"
    status = 404
    sentence = _("We can't find that.")


class StillBusy(Refused):
    """A lock was held too long by another. Nothing was written; the same request may be sent again."""

    code = "busy"
    status = 503
    sentence = _("Many people are here right now. Please try again in a moment.")

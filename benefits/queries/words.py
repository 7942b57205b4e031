"""Texts of the catalogue in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Words:
    """One text as it was written, and in English where somebody wrote that too. ``str()`` chooses when it is shown."""

    own: str
    english: str = ""

    def __str__(self) -> str:
        reads_english = (get_language() or "").startswith("en")
        return (self.english or self.own) if reads_english else (self.own or self.english)

    def __bool__(self) -> bool:
        return bool(self.own or self.english)

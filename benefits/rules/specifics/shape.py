"""The shape of one field that only some kinds of benefits have."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Form = Literal["text", "number", "money", "moment", "link", "choice", "tick"]


@dataclass(frozen=True, slots=True)
class Specific:
    """
    One field. ``name`` is the key under which terms keep it, for good.

    ``most``      the longest text, or the highest number; a number begins at 1.
    ``english``   whether the text may be given in English too, under ``<name>_en``.
    ``is_shown``  whether members read it; what is for the platform alone is not shown.
    """

    name: str
    label: Promise
    form: Form
    is_required: bool = False
    most: int = 200
    english: bool = False
    is_shown: bool = True
    help: Promise | str = ""
    choices: tuple[tuple[str, Promise], ...] = ()

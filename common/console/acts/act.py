"""What an act is: a name, an operation, who may, when, and what a person is shown before it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from common.console.forms import ActForm

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a preview: what is counted, and how much. ``tone`` colours a figure to be looked at twice."""

    label: Text
    value: Any
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An act that was done, for whatever comes next: the row (none for an act of a list) and what the operation returned."""

    admin: Any
    request: HttpRequest
    act: "Act"
    obj: Any
    result: Any


def _always(obj: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """
    One thing a person may do from a console.

    ``run``      the operation, called once: ``run(<subject>=row.pk, by=, at=, reason=, **form fields)``.
    ``subject``  the keyword under which it takes the row's id; derived from the row's noun where empty,
                 not passed at all where ``None``.
    ``on``       "row": a button on the row's page; "list": a button above the list; "rows": also for ticked rows.
    ``when``     whether it applies to a row now; the button hides, and the act is refused, where it does not.
    ``preview``  what will happen, in figures.
    ``confirm``  one sentence above the button.
    ``given``    further keywords for the operation, taken from the row.
    ``reason``   whether a reason must be given and is passed on.
    ``about``    what it is about, in words and nothing personal, from the row and what was typed: for the title of what waits for a
                 second person. The row's own name where none is given.
    ``amount``   what it adds to the day's sum of whoever does it, where the registry asks for a second person above one.
    ``done``     the message afterwards; ``then`` what to show instead of the row's page.
    """

    name: str
    label: Text
    run: Callable[..., Any]
    permission: str
    form: type[ActForm] = ActForm
    subject: str | None = ""
    on: Literal["row", "list", "rows"] = "row"
    when: Callable[[Any], bool] = _always
    preview: Callable[[Any], Sequence[Figure]] | None = None
    confirm: Text = ""
    given: Callable[[Any], Mapping[str, Any]] | None = None
    reason: bool = True
    about: Callable[[Any, dict[str, Any]], str] | None = None
    amount: Callable[[Any, dict[str, Any]], int] | None = None
    done: Text = ""
    then: Callable[[Outcome], HttpResponse] | None = None
    tone: Literal["default", "primary", "danger"] = "default"
    icon: str = ""

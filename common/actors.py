"""Who acts: the signature that every change of state carries in the feed."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

Kind = Literal["user", "member", "key", "system", "supplier"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. ``str(actor)`` is the form stored in the feed, for example ``user:0190…``."""

    kind: Kind
    id: UUID | str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def system(part: str) -> Actor:
    """The platform itself, named by the part that acts: ``system("expiry")``."""
    return Actor("system", part)


def parse_actor(text: str) -> Actor:
    """The actor whose ``str`` this is: who started a job signs what its steps write."""
    kind, _colon, name = text.partition(":")
    return Actor(cast(Kind, kind), name)

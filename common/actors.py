"""Who acts: the signature that every change of state carries in the feed."""

from dataclasses import dataclass
from typing import Literal
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

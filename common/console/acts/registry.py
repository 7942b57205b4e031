"""Every act of both consoles, so that permissions can be made for them and a test can walk them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from common.console.acts.act import Act


@dataclass(frozen=True, slots=True)
class Registered:
    """One act where it stands: its site, the admin that offers it, its declaration."""

    site: str
    admin: Any
    act: Act

    @property
    def model(self) -> Any:
        return self.admin.model


_registered: dict[tuple[str, str, str], Registered] = {}


def record(admin: Any, act: Act) -> None:
    """
    Take one act into the registry.

    :raises ValueError: the admin declares two acts of one name.
    """
    key = (admin.admin_site.name, admin.opts.label_lower, act.name)
    known = _registered.get(key)
    if known is not None and known.admin is admin:
        raise ValueError(f"{key} is declared twice")
    _registered[key] = Registered(admin.admin_site.name, admin, act)


def all_acts() -> Iterator[Registered]:
    """Every act, in the order of sites, models and names."""
    yield from (_registered[key] for key in sorted(_registered))

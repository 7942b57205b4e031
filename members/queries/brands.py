"""Names of the brands that accounts are bound at. This house keeps their slugs; a house that knows both says how they are called."""

from collections.abc import Callable, Mapping

from members.queries.accounts import AccountView

# By slug, each with a text that is drawn in the reader's language.
Namer = Callable[[set[str]], Mapping[str, object]]
_namers: list[Namer] = []


def name_brands_with(namer: Namer) -> Namer:
    """Let ``namer(slugs)`` say how brands are called; slugs that it does not know it leaves out."""
    _namers.append(namer)
    return namer


def with_brands(accounts: list[AccountView]) -> list[tuple[AccountView, str]]:
    """Each account with its brand's name; its slug where nobody knows the brand any more. One query of each namer, or none."""
    slugs = {account.brand for account in accounts}
    names = {slug: str(name) for namer in _namers if slugs for slug, name in namer(slugs).items()}
    return [(account, names.get(account.brand, account.brand)) for account in accounts]

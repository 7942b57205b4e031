"""The enterprises' console, as far as it is about people: the list of members, rosters, departments, staff and keys."""

from members.hr import enterprise, people, rosters

__all__ = ["enterprise", "people", "rosters"]

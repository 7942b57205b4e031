"""The enterprises' console, as far as it is about people: the list of members, rosters, departments, staff, keys and downloads."""

from members.hr import downloads, enterprise, people, rosters

__all__ = ["downloads", "enterprise", "people", "rosters"]

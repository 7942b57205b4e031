"""What each role may do with each table: declared by the houses in ``tenancy.py``, put into the database after each migration."""

from common.scope.guards.shapes import CURRENT, Guard, owned, platform_only, shared, through

__all__ = ["CURRENT", "Guard", "owned", "platform_only", "shared", "through"]
